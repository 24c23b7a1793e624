public import Files
public import Messages
import Synchronization

/// The spool on disk, opened: one set of folders for each participant, made when they are missing.
public final class Spool: Sendable {
    /// The spool's folder.
    public let root: Directory
    /// Ledger segments and what is derived from them.
    public let ledger: Directory
    private let lockFile: Descriptor
    private let opened = Mutex<[ParticipantIdentifier: ParticipantFolders]>([:])

    /// Opens the spool at a path, makes what is missing, and takes its lock.
    ///
    /// Nil when another daemon runs on it.
    public static func open(path: String) throws(FileError) -> Spool? {
        if WholeFile.status(path) == nil { try WholeFile.makeDirectories(path) }
        let root = try Directory(path: path)
        let lockFile = try root.openOrCreate(SpoolLayout.lock, mode: 0o640)
        guard try lockFile.lock() else { return nil }
        return try Spool(root, lockFile: lockFile)
    }

    private init(_ root: Directory, lockFile: consuming Descriptor) throws(FileError) {
        self.root = root
        self.lockFile = lockFile
        ledger = try root.made(SpoolLayout.ledger, mode: 0o750)
        for name in [SpoolLayout.taken, SpoolLayout.waiting, SpoolLayout.refused] {
            try root.makeDirectory(name, mode: 0o700)
        }
        try root.makeDirectory(SpoolLayout.participants, mode: 0o755)
        try ledger.mustBeTogether(with: root)
    }

    /// A participant's folders, made when they are missing. O(1) after the first call.
    public func folders(of participant: ParticipantIdentifier) throws(FileError) -> ParticipantFolders {
        if let known = opened.withLock({ $0[participant] }) { return known }
        let folders = try ParticipantFolders(root, participant)
        return opened.withLock { all in
            if let known = all[participant] { return known }
            all[participant] = folders
            return folders
        }
    }

    /// Forgets a participant's open folders, so that the next use opens what then stands there.
    public func forget(_ participant: ParticipantIdentifier) {
        opened.withLock { $0[participant] = nil }
    }
}

/// One participant's folders, open.
public final class ParticipantFolders: Sendable {
    /// Whose they are.
    public let participant: ParticipantIdentifier
    /// Where it leaves what it sends.
    public let drop: Directory
    /// Where it finds what is meant for it.
    public let pickup: Directory
    /// What it sent and is in our hands.
    public let taken: Directory
    /// What waits for its program.
    public let waiting: Directory
    /// What it sent and was refused.
    public let refused: Directory
    /// The group that its deliveries belong to; nil when it is our own.
    public let group: UInt32?

    init(_ root: Directory, _ participant: ParticipantIdentifier) throws(FileError) {
        self.participant = participant
        let name = SpoolLayout.name(participant.text)
        let own = try root.made(SpoolLayout.participants, mode: 0o755).made(name, mode: 0o755)
        drop = try own.made(SpoolLayout.drop, mode: 0o2770)
        pickup = try own.made(SpoolLayout.pickup, mode: 0o2770)
        taken = try root.made(SpoolLayout.taken, mode: 0o700).made(name, mode: 0o700)
        waiting = try root.made(SpoolLayout.waiting, mode: 0o700).made(name, mode: 0o700)
        refused = try root.made(SpoolLayout.refused, mode: 0o700).made(name, mode: 0o700)
        for folder in [own, drop, pickup, taken, waiting, refused] { try folder.mustBeTogether(with: root) }
        let theirs = try pickup.status().group
        group = try taken.status().group == theirs ? nil : theirs
    }
}

extension Directory {
    /// Opens a folder in this one, and makes it with exactly this mode when it is missing.
    fileprivate func made(_ name: FileName, mode: UInt32) throws(FileError) -> Directory {
        let isNew = try makeDirectory(name, mode: mode)
        let opened = try directory(name)
        // mkdir(2) leaves out what the umask says, and the group bit of a folder.
        if isNew { try opened.change(owner: nil, group: nil, mode: mode) }
        return opened
    }

    /// Throws unless files can be renamed between both: on one file system, and below one mount.
    fileprivate func mustBeTogether(with root: Directory) throws(FileError) {
        let isTogether =
            try status().device == root.status().device && MountPoint(of: path) == MountPoint(of: root.path)
        if !isTogether { throw FileError(.join, path, .otherFileSystem) }
    }
}
