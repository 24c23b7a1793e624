import Glibc

/// An account of this system (passwd(5)): who must own a file, who runs a program.
public struct Account: Sendable, Equatable {
    /// Its number.
    public let user: UInt32
    /// The number of its first group.
    public let group: UInt32
    /// All its groups.
    public let groups: [UInt32]

    /// States an account, for one that was looked up elsewhere.
    public init(user: UInt32, group: UInt32, groups: [UInt32]) {
        self.user = user
        self.group = group
        self.groups = groups
    }

    /// Looks an account up by name (getpwnam_r(3)); nil when there is none. Takes as long as the system's directory of
    /// accounts does.
    ///
    /// - Throws: when the directory could not answer: then nobody knows whether there is one.
    public init?(name: String) throws(AccountDirectoryError) {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        do throws(Errno) {
            try SystemCall.look(.account, for: name, in: &buffer) { buffer in
                unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found)
            }
        } catch {
            throw AccountDirectoryError(.account, name, error)
        }
        guard unsafe found != nil else { return nil }
        user = unsafe entry.pw_uid
        group = unsafe entry.pw_gid
        groups = Account.groups(of: name, first: group)
    }

    /// All groups of an account (getgrouplist(3)).
    ///
    /// - Parameter room: for how many there is room at first.
    static func groups(of name: String, first: UInt32, room: Int = 256) -> [UInt32] {
        var groups = [gid_t](repeating: 0, count: room)
        var count = CInt(room)
        while unsafe getgrouplist(name, first, &groups, &count) < 0 {
            // Then it says how many there are.
            guard count > groups.count else { return [first] }
            groups = [gid_t](repeating: 0, count: Int(count))
        }
        return Array(groups.prefix(Int(count)))
    }

    /// The name of an account by its number (getpwuid_r(3)); nil when it has none, or when the directory of accounts does
    /// not say: a name is for people, and the number is always there.
    public static func name(of user: UInt32) -> String? {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard unsafe getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil else {
            return nil
        }
        return unsafe String(cString: entry.pw_name)
    }

    /// The account that this process runs as (geteuid(2)).
    public static var current: UInt32 { geteuid() }
}
