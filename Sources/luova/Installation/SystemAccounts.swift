import Files

/// The accounts and groups of a system: this one's by its own look-up (nsswitch.conf(5)), another's by the files below
/// its root.
struct SystemAccounts {
    /// The root of the other system; empty for this one.
    let root: String

    /// An account's number and that of its first group; nil when there is no such account.
    func account(_ name: String) throws(AccountDirectoryError) -> (user: UInt32, group: UInt32)? {
        if root.isEmpty { return try Account(name: name).map { ($0.user, $0.group) } }
        guard let fields = entry(name, in: "passwd"), fields.count > 3, let user = UInt32(fields[2]),
            let group = UInt32(fields[3])
        else { return nil }
        return (user, group)
    }

    /// A group by its name; nil when there is none.
    func group(_ name: String) throws(AccountDirectoryError) -> AccountGroup? {
        if root.isEmpty { return try AccountGroup(name: name) }
        return entry(name, in: "group").flatMap(group(in:))
    }

    /// A group by its number; nil when there is none.
    func group(_ number: UInt32) throws(AccountDirectoryError) -> AccountGroup? {
        if root.isEmpty { return try AccountGroup(number: number) }
        return lines("group").first { $0.count > 2 && UInt32($0[2]) == number }.flatMap(group(in:))
    }

    private func group(in fields: [String]) -> AccountGroup? {
        guard fields.count > 3, let number = UInt32(fields[2]) else { return nil }
        let members = fields[3].split(separator: ",").map(String.init)
        return AccountGroup(name: fields[0], number: number, members: members)
    }

    private func entry(_ name: String, in file: String) -> [String]? { lines(file).first { $0[0] == name } }

    private func lines(_ file: String) -> [[String]] {
        let bytes = (try? WholeFile.read("\(root)/etc/\(file)")) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init) }
    }
}
