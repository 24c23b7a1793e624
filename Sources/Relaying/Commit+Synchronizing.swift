import Files
import Messages
import Spooling
import Synchronization

// The syncs of a commit: that of its own group, and those beside the groups. The page spool-states says what each one
// covers. But for `synchronizeBodies` of a group, they run on the queue `ahead`.
extension Commit {
    /// Up to so many folders are synced one by one beside the groups: the whole file system has to do with what senders
    /// and receivers write as well, and groups would wait for that.
    private static let fewFolders = 64

    /// Makes the bodies of a group durable before its turn, and what groups before have placed by now. From any
    /// queue, one call at a time. When it fails, nothing may be acknowledged any more.
    func synchronizeAhead() throws(FileError) {
        // Taken before the sync: what is placed while it runs is the next one's.
        let covered = settling.withLock { $0.beginSync() }
        try spool.root.synchronizeFileSystem()
        settling.withLock { $0.endSync(covered) }
    }

    /// Makes durable what groups before have placed by now, and nothing else; the next group records it. From any
    /// queue, one call of this and `synchronizeAhead` at a time. When it fails, nothing may be acknowledged any more.
    func synchronizeLooseEnds() throws(FileError) {
        let covered = settling.withLock { $0.beginSync() }
        if covered.touched.count <= Commit.fewFolders {
            for folder in covered.touched.values { try folder.synchronize() }
        } else {
            try spool.root.synchronizeFileSystem()
        }
        settling.withLock { $0.endSync(covered) }
    }

    /// Makes staged bodies, their names, and renames in other folders durable.
    func synchronizeBodies(
        _ bodies: [(FileName, Directory)], _ touched: [ObjectIdentifier: Directory]
    ) throws(FileError) {
        guard bodies.count <= Commit.fewBodies, touched.count <= 2 * Commit.fewBodies else {
            return try spool.root.synchronizeFileSystem()
        }
        var folders = touched
        for (name, folder) in bodies {
            try folder.open(name).synchronizeData()
            folders[ObjectIdentifier(folder)] = folder
        }
        for folder in folders.values { try folder.synchronize() }
    }
}
