import Glibc

/// A group of this system (group(5)).
public struct AccountGroup: Sendable {
    /// A look-up: fills the entry, whose names lie in the buffer, and returns an errno.
    private typealias Question = (inout group, inout [CChar], inout UnsafeMutablePointer<group>?) -> CInt

    /// Its name.
    public let name: String
    /// Its number.
    public let number: UInt32
    /// The names of the accounts that it lists; those whose first group it is need not be among them.
    public let members: [String]

    /// States a group, for one that stands elsewhere.
    public init(name: String, number: UInt32, members: [String]) {
        self.name = name
        self.number = number
        self.members = members
    }

    /// Looks a group up by name (getgrnam_r(3)); nil when there is none. Takes as long as the system's directory of accounts
    /// does.
    ///
    /// - Throws: when the directory could not answer: then nobody knows whether there is one.
    public init?(name: String) throws(AccountDirectoryError) {
        try unsafe self.init(name) { unsafe getgrnam_r(name, &$0, &$1, $1.count, &$2) }
    }

    /// Looks a group up by number (getgrgid_r(3)), as `init(name:)` does by name.
    public init?(number: UInt32) throws(AccountDirectoryError) {
        try unsafe self.init("\(number)") { unsafe getgrgid_r(number, &$0, &$1, $1.count, &$2) }
    }

    private init?(_ subject: String, _ ask: Question) throws(AccountDirectoryError) {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>?
        // A group may have thousands of members.
        var buffer = [CChar](repeating: 0, count: 1 << 20)
        do throws(Errno) {
            try SystemCall.look(.group, for: subject, in: &buffer) { unsafe ask(&entry, &$0, &found) }
        } catch {
            throw AccountDirectoryError(.group, subject, error)
        }
        guard unsafe found != nil else { return nil }
        name = unsafe String(cString: entry.gr_name)
        number = unsafe entry.gr_gid
        var members: [String] = []
        var place = unsafe entry.gr_mem
        while let list = unsafe place, let member = unsafe list.pointee {
            members.append(unsafe String(cString: member))
            unsafe place = list + 1
        }
        self.members = members
        // The names are in it.
        withExtendedLifetime(buffer) {}
    }
}
