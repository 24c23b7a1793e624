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
        guard let fields = entry(name, in: "group"), fields.count > 3, let number = UInt32(fields[2]) else {
            return nil
        }
        return AccountGroup(number: number, members: fields[3].split(separator: ",").map(String.init))
    }

    /// The name of a group by its number, or the number itself.
    func groupName(_ number: UInt32) -> String {
        lines("group").first { $0.count > 2 && $0[2] == "\(number)" }?[0] ?? "\(number)"
    }

    private func entry(_ name: String, in file: String) -> [String]? { lines(file).first { $0[0] == name } }

    private func lines(_ file: String) -> [[String]] {
        let bytes = (try? WholeFile.read("\(root)/etc/\(file)")) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init) }
    }
}
