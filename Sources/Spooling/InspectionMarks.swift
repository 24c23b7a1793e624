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

    /// The words of a place: inode number and change time.
    private static let place = 16
    private static let places = 512

    private let map: Map
    private let suspects: Mutex<Set<Key>>
    private let hasSuspects: Atomic<Bool>

    /// A mapping behind a reference. Each worker writes its own place only.
    ///
    /// Unchecked: before there is a second thread all of it is read; then each worker writes its own words.
    private final class Map: @unchecked Sendable {  // reason: each worker writes its own words only
        let file: MappedFile
        init(_ file: consuming MappedFile) { self.file = file }
    }

    /// Opens the marks in a folder: what stands in them was being inspected when the process before ended.
    public init(folder: Directory) throws(FileError) {
        let file = try folder.openOrCreate(SpoolLayout.inspecting, mode: 0o600)
        let size = InspectionMarks.places * InspectionMarks.place
        // Room on the disk now: a store into a hole of a full disk would end the process.
        if try file.status().size < Int64(size) { try file.write([UInt8](repeating: 0, count: size)[...]) }
        map = Map(try MappedFile(file, count: size))
        var found: Set<Key> = []
        for place in 0..<InspectionMarks.places {
            let inode = map.file[word: place * InspectionMarks.place]
            let changed = Int64(bitPattern: map.file[word: place * InspectionMarks.place + 8])
            if inode != 0 { found.insert(Key(inode: inode, changed: changed)) }
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

    /// A worker begins to inspect a file, at its own place.
    public func begin(_ worker: Int, _ status: FileStatus) {
        map.file[word: offset(worker) + 8] = UInt64(bitPattern: status.changed)
        map.file[word: offset(worker)] = status.inode
    }

    /// It has come back.
    public func end(_ worker: Int) { map.file[word: offset(worker)] = 0 }

    private func offset(_ worker: Int) -> Int { worker % InspectionMarks.places * InspectionMarks.place }
}
