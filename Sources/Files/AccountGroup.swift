import Glibc

/// A group of this system (group(5)).
public struct AccountGroup: Sendable {
    /// Its number.
    public let number: UInt32
    /// The names of the accounts that it lists; those whose first group it is need not be among them.
    public let members: [String]

    /// States a group, for one that stands elsewhere.
    public init(number: UInt32, members: [String]) {
        self.number = number
        self.members = members
    }

    /// Looks a group up by name (getgrnam_r(3)); nil when there is none. Takes as long as the system's directory of accounts
    /// does.
    ///
    /// - Throws: when the directory could not answer: then nobody knows whether there is one.
    public init?(name: String) throws(AccountDirectoryError) {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>?
        // A group may have thousands of members.
        var buffer = [CChar](repeating: 0, count: 1 << 20)
        do throws(Errno) {
            try SystemCall.look(.group, for: name, in: &buffer) { buffer in
                unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
            }
        } catch {
            throw AccountDirectoryError(.group, name, error)
        }
        guard unsafe found != nil else { return nil }
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
