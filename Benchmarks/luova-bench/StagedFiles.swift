import Files

/// Files that lie ready on the same file system, and are dropped all at once.
struct StagedFiles {
    private let stage: Directory
    private let drop: Directory
    private var files: [(name: FileName, key: UInt64)] = []

    /// Files for the drop folder of a sender.
    init(for sender: String, of installation: Installation) throws(Failure) {
        (stage, drop) = try Failure.orFile { () throws(FileError) in
            let path = "\(installation.spool.path)/../stage"
            try WholeFile.makeDirectories(path)
            return (try Directory(path: path), try Directory(path: installation.spool.drop(of: sender)))
        }
    }

    /// Lays a large message ready.
    mutating func add(_ message: LargeMessage, _ text: String) throws(Failure) {
        let name = try next(text, message.key)
        try Failure.orFile { () throws(FileError) in try message.write(name, in: stage) }
    }

    /// Lays a small message ready.
    mutating func add(_ bytes: ArraySlice<UInt8>, _ text: String) throws(Failure) {
        let name = try next(text, MessageFeed.key(of: bytes))
        try Failure.orFile { () throws(FileError) in try stage.create(name, mode: 0o644).write(bytes) }
    }

    private mutating func next(_ text: String, _ key: UInt64) throws(Failure) -> FileName {
        try Interruption.check()
        guard let name = FileName(text) else { throw Failure(.software, "'\(text)' is no name of a file") }
        files.append((name, key))
        return name
    }

    /// Waits until the disk has them.
    func settle() throws(Failure) {
        try Failure.orFile { () throws(FileError) in try stage.synchronizeFileSystem() }
    }

    /// Where a staged file is.
    func path(_ place: Int) -> String { stage.path(of: files[place].name) }

    /// Drops all of them, as fast as that goes, and takes what arrives meanwhile. Says when it began.
    mutating func release(
        _ watch: LatencyWatch, arrived: (LatencyWatch.Arrival) -> Void
    ) throws(Failure) -> Int64 {
        let start = Clock.monotonic()
        for (place, file) in files.enumerated() {
            let now = Clock.monotonic()
            watch.expect(file.key, LatencyWatch.Sent(intended: now, released: now, digest: nil))
            try Failure.orFile { () throws(FileError) in try stage.rename(file.name, to: drop, file.name) }
            if place % 64 == 63 { try watch.collect(most: 32, arrived) }
        }
        files = []
        return start
    }
}
