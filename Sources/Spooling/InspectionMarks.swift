public import Files
import Synchronization

/// Remembers through the end of the process which files were being inspected: one of them may have caused
/// it. A mapped file in the spool, one place for each worker; it survives the process, and need not survive a
/// power cut.
///
/// A file is known by its inode number and its change time: written to again, it is another.
public final class InspectionMarks: Sendable {
    /// Which file.
    private struct Key: Hashable, Sendable {
        var inode: UInt64
        var changed: Int64
    }

    private static let places = 256

    /// Two words for each worker: inode number and change time.
    private let words: MappedWords
    private let suspects: Mutex<Set<Key>>
    private let hasSuspects: Atomic<Bool>

    /// Opens the marks in a folder: what stands in them was being inspected when the process before ended.
    public init(folder: Directory) throws(FileError) {
        words = try MappedWords(
            folder.openOrCreate(SpoolLayout.inspecting, mode: 0o600), count: 2 * InspectionMarks.places)
        var found: Set<Key> = []
        for place in 0..<InspectionMarks.places where words[2 * place] != 0 {
            found.insert(Key(inode: words[2 * place], changed: Int64(bitPattern: words[2 * place + 1])))
            words[2 * place] = 0
        }
        suspects = Mutex(found)
        hasSuspects = Atomic(!found.isEmpty)
    }

    /// How many files are under suspicion.
    public var suspectCount: Int { suspects.withLock { $0.count } }

    /// Whether the process before ended while it inspected this file.
    public func suspects(_ status: FileStatus) -> Bool {
        guard hasSuspects.load(ordering: .relaxed) else { return false }
        return suspects.withLock { $0.contains(Key(inode: status.inode, changed: status.changed)) }
    }

    /// A suspect has been cleared, or set aside.
    public func forget(_ status: FileStatus) {
        suspects.withLock { suspects in
            suspects.remove(Key(inode: status.inode, changed: status.changed))
            hasSuspects.store(!suspects.isEmpty, ordering: .relaxed)
        }
    }

    /// A worker begins to inspect a file.
    public func begin(_ worker: Int, _ status: FileStatus) {
        let place = 2 * (worker % InspectionMarks.places)
        words[place + 1] = UInt64(bitPattern: status.changed)
        words[place] = status.inode
    }

    /// It has come back.
    public func end(_ worker: Int) { words[2 * (worker % InspectionMarks.places)] = 0 }
}
