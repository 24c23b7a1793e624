public import Files
public import Messages

/// Makes a spool that belongs to root up to the folders that the daemon works in, as sshd wants it where it changes
/// the root of SFTP accounts to a participant's folder. For root; the daemon itself needs none of it. What is there
/// keeps its content, and gets the owner, group and mode that it should have.
///
/// ```
/// <spool>/                     root:root    755
/// <spool>/participants/        root:root    755
/// <spool>/participants/<id>/   root:root    755
/// <spool>/…/<id>/drop/         luova:<group of id> 2770
/// <spool>/…/<id>/pickup/       luova:<group of id> 2770
/// <spool>/taken/, waiting/, refused/   luova:luova  700
/// <spool>/ledger/              luova:luova  750
/// <spool>/lock                 luova:luova  640
/// ```
public struct SpoolPreparation {
    /// An account and a group, by their numbers.
    public struct Owner: Sendable {
        /// The account.
        public var user: UInt32
        /// The group.
        public var group: UInt32

        /// Names an account and a group.
        public init(user: UInt32, group: UInt32) {
            self.user = user
            self.group = group
        }

        /// The account and the group with the number 0.
        public static let root = Owner(user: 0, group: 0)
    }

    private let root: Directory
    private let participants: Directory
    private let daemon: Owner

    /// Makes what all participants share.
    ///
    /// - Parameter daemon: the daemon's account and group.
    public init(path: String, daemon: Owner) throws(FileError) {
        try WholeFile.makeDirectories(path)
        self.daemon = daemon
        root = try Directory(path: path)
        try root.change(owner: Owner.root.user, group: Owner.root.group, mode: 0o755)
        participants = try root.prepared(SpoolLayout.participants, .root, mode: 0o755)
        for name in [SpoolLayout.taken, SpoolLayout.waiting, SpoolLayout.refused] {
            _ = try root.prepared(name, daemon, mode: 0o700)
        }
        _ = try root.prepared(SpoolLayout.ledger, daemon, mode: 0o750)
        let lock = try root.openOrCreate(SpoolLayout.lock, mode: 0o640)
        try lock.changeOwner(to: daemon.user, group: daemon.group)
        try lock.changeMode(to: 0o640)
    }

    /// Makes a participant's folders.
    ///
    /// - Parameter group: the group that may write into `drop/` and read from `pickup/`.
    /// - Returns: the path of the participant's own folder.
    public func add(_ participant: ParticipantIdentifier, group: UInt32) throws(FileError) -> String {
        let own = try participants.prepared(SpoolLayout.name(participant.text), .root, mode: 0o755)
        for name in [SpoolLayout.drop, SpoolLayout.pickup] {
            _ = try own.prepared(name, Owner(user: daemon.user, group: group), mode: 0o2770)
        }
        return own.path
    }
}

extension Directory {
    /// Opens a folder in this one, makes it when it is missing, and gives it owner, group and mode. The mode last: a
    /// change of owner takes bits away.
    fileprivate func prepared(
        _ name: FileName, _ owner: SpoolPreparation.Owner, mode: UInt32
    ) throws(FileError) -> Directory {
        try makeDirectory(name, mode: 0o700)
        let folder = try directory(name)
        try folder.change(owner: owner.user, group: owner.group, mode: mode)
        return folder
    }
}
