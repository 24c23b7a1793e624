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

    /// Looks whether a participant's folders are those that stand under their names now, with the same group,
    /// and opens them anew where they are not: somebody has removed, replaced, mounted over or unmounted one.
    ///
    /// Throws when one is missing, or on another file system; none is made, because nobody would know to whom
    /// it belongs. What is open stays open, and what is done with it fails until they are back.
    ///
    /// - Returns: whether they were opened anew.
    public func refresh(_ participant: ParticipantIdentifier) throws(FileError) -> Bool {
        try folders(of: participant).refresh(root)
    }
}

/// One participant's folders, open.
public final class ParticipantFolders: Sendable {
    /// Whose they are.
    public let participant: ParticipantIdentifier
    private let opened: Mutex<Opened>

    private struct Opened: Sendable {
        let drop: Directory
        let pickup: Directory
        let taken: Directory
        let waiting: Directory
        let refused: Directory
        let group: UInt32?
        /// The group of the pickup folder, ours or not.
        let theirs: UInt32
        var all: [Directory] { [drop, pickup, taken, waiting, refused] }

        init(_ root: Directory, _ participant: ParticipantIdentifier, makes: Bool) throws(FileError) {
            let name = SpoolLayout.name(participant.text)
            func place(_ folder: Directory, _ name: FileName, _ mode: UInt32) throws(FileError) -> Directory {
                try makes ? folder.made(name, mode: mode) : folder.directory(name)
            }
            let own = try place(try place(root, SpoolLayout.participants, 0o755), name, 0o755)
            drop = try place(own, SpoolLayout.drop, 0o2770)
            pickup = try place(own, SpoolLayout.pickup, 0o2770)
            taken = try place(try place(root, SpoolLayout.taken, 0o700), name, 0o700)
            waiting = try place(try place(root, SpoolLayout.waiting, 0o700), name, 0o700)
            refused = try place(try place(root, SpoolLayout.refused, 0o700), name, 0o700)
            for folder in [own, drop, pickup, taken, waiting, refused] { try folder.mustBeTogether(with: root) }
            theirs = try pickup.status().group
            group = try taken.status().group == theirs ? nil : theirs
        }
    }

    init(_ root: Directory, _ participant: ParticipantIdentifier) throws(FileError) {
        self.participant = participant
        opened = Mutex(try Opened(root, participant, makes: true))
    }

    /// Where it leaves what it sends.
    public var drop: Directory { opened.withLock { $0.drop } }
    /// Where it finds what is meant for it.
    public var pickup: Directory { opened.withLock { $0.pickup } }
    /// What it sent and is in our hands.
    public var taken: Directory { opened.withLock { $0.taken } }
    /// What waits for its program, or for its time of day.
    public var waiting: Directory { opened.withLock { $0.waiting } }
    /// What it sent and was refused.
    public var refused: Directory { opened.withLock { $0.refused } }
    /// The group of its pickup folder, ours or not.
    public var pickupGroup: UInt32 { opened.withLock { $0.theirs } }
    /// The group that its deliveries belong to; nil when it is our own.
    public var group: UInt32? { opened.withLock { $0.group } }

    fileprivate func refresh(_ root: Directory) throws(FileError) -> Bool {
        let old = opened.withLock { $0 }
        var isCurrent = try old.pickup.status().group == old.theirs
        for folder in old.all {
            guard let status = WholeFile.status(folder.path), try status.isSameFile(as: folder.status()) else {
                isCurrent = false
                break
            }
        }
        if isCurrent { return false }
        let new = try Opened(root, participant, makes: false)
        opened.withLock { $0 = new }
        return true
    }
}

extension Directory {
    /// Opens a folder in this one, and makes it with exactly this mode when it is missing.
    fileprivate func made(_ name: FileName, mode: UInt32) throws(FileError) -> Directory {
        // mkdir(2) leaves out what the umask says, and the group bit of a folder; a service that may not set that
        // bit is refused even the name of a folder that is there.
        let isNew = try makeDirectory(name, mode: mode & 0o777)
        let opened = try directory(name)
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
