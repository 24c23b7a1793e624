print("luova")
