public import Files
public import Messages
import Synchronization

/// The spool on disk, opened: one set of folders for each participant.
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

    /// A participant's folders, as they are: none is made, and where one is missing, what is done with it fails. O(1) after
    /// the first call.
    ///
    /// Throws where one of our own is there and cannot be used.
    public func folders(of participant: ParticipantIdentifier) throws(FileError) -> ParticipantFolders {
        try folders(of: participant, makes: false)
    }

    /// The folders of a participant that the table names: those that are missing are made, as far as we may.
    @discardableResult
    public func prepare(_ participant: ParticipantIdentifier) throws(FileError) -> ParticipantFolders {
        let folders = try folders(of: participant, makes: true)
        if folders.absence != nil { try folders.make(root) }
        return folders
    }

    private func folders(
        of participant: ParticipantIdentifier, makes: Bool
    ) throws(FileError) -> ParticipantFolders {
        if let known = opened.withLock({ $0[participant] }) { return known }
        let folders = try ParticipantFolders(root, participant, makes: makes)
        return opened.withLock { all in
            if let known = all[participant] { return known }
            all[participant] = folders
            return folders
        }
    }

    /// Opens what was missing, or was removed while it was open, and is there by now, also of participants that have left the
    /// table. Five system calls for each participant.
    public func reopenMissing() {
        for folders in opened.withLock({ Array($0.values) }) { try? folders.reopen(root) }
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
        /// Why one of them is missing.
        let absence: FileError?
        var all: [Directory] { [drop, pickup, taken, waiting, refused] }

        /// Whether they are those that stand under their names now, with the same group.
        func isCurrent() throws(FileError) -> Bool {
            if absence != nil { return false }
            guard try pickup.status().group == theirs else { return false }
            for folder in all {
                guard let status = WholeFile.status(folder.path), try status.isSameFile(as: folder.status()) else {
                    return false
                }
            }
            return true
        }

        /// - Parameter before: which to keep of what cannot be opened; nil where nothing was open.
        init(
            _ root: Directory, _ participant: ParticipantIdentifier, makes: Bool, before: Opened? = nil
        ) throws(FileError) {
            let name = SpoolLayout.name(participant.text)
            var absence: FileError?
            func place(_ folder: Directory, _ name: FileName, _ mode: UInt32) throws(FileError) -> Directory {
                let placed = try makes ? folder.made(name, mode: mode) : folder.directory(name)
                try placed.mustBeTogether(with: root)
                return placed
            }
            /// One that is ours alone.
            func ours(_ kind: FileName, _ before: Directory?) throws(FileError) -> Directory {
                do throws(FileError) {
                    return try place(try place(root, kind, 0o700), name, 0o700)
                } catch {
                    // Nobody makes those of a participant that the table does not name.
                    guard !makes, error.cause == .noSuchFile else { throw error }
                    absence = absence ?? error
                    return before ?? .missing("\(root.path)/\(kind.description)/\(name.description)")
                }
            }
            /// One that the participant uses: somebody else may have done something to it.
            func theirs(_ kind: FileName, _ before: Directory?) -> Directory {
                do throws(FileError) {
                    return try place(
                        try place(try place(root, SpoolLayout.participants, 0o755), name, 0o755), kind, 0o2770)
                } catch {
                    absence = absence ?? error
                    let path = "\(SpoolLayout.participants.description)/\(name.description)/\(kind.description)"
                    return before ?? .missing("\(root.path)/\(path)")
                }
            }
            taken = try ours(SpoolLayout.taken, before?.taken)
            waiting = try ours(SpoolLayout.waiting, before?.waiting)
            refused = try ours(SpoolLayout.refused, before?.refused)
            drop = theirs(SpoolLayout.drop, before?.drop)
            pickup = theirs(SpoolLayout.pickup, before?.pickup)
            self.absence = absence
            let ours = (try? taken.status())?.group
            let theirs = (try? pickup.status())?.group
            self.theirs = theirs ?? ours ?? 0
            group = theirs == ours ? nil : theirs
        }
    }

    init(_ root: Directory, _ participant: ParticipantIdentifier, makes: Bool) throws(FileError) {
        self.participant = participant
        opened = Mutex(try Opened(root, participant, makes: makes))
    }

    /// Why one of them is missing, or cannot be used; nil when all are there. While the pickup folder is missing, nobody
    /// knows its group.
    public var absence: FileError? { opened.withLock { $0.absence } }

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

    fileprivate func make(_ root: Directory) throws(FileError) {
        let new = try Opened(root, participant, makes: true)
        opened.withLock { $0 = new }
    }

    /// Where one is missing or was removed, opens anew those that are there, and keeps the others as they are.
    fileprivate func reopen(_ root: Directory) throws(FileError) {
        let old = opened.withLock { $0 }
        // What was removed while it was open has no name left.
        guard old.all.contains(where: { (try? $0.status())?.links ?? 0 == 0 }) else { return }
        let new = try Opened(root, participant, makes: false, before: old)
        opened.withLock { $0 = new }
    }

    fileprivate func refresh(_ root: Directory) throws(FileError) -> Bool {
        let old = opened.withLock { $0 }
        if try old.isCurrent() { return false }
        let new = try Opened(root, participant, makes: false)
        if let absence = new.absence { throw absence }
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
