// One call only: closures in top-level code would belong to the main actor, and Dispatch runs ours
// elsewhere.
Tool.main()
