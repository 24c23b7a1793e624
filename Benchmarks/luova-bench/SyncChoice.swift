import Files

/// How the floor makes a group durable: whichever is cheaper in the place at hand.
enum SyncChoice: String {
    /// syncfs(2), once for all that was written.
    case fileSystem = "syncfs"
    /// fdatasync(2) of each file, and fsync(2) of the folders.
    case eachFile = "fdatasync"

    private static let rounds = 3

    /// Tries both with groups as the floor has them, and takes the one whose best try is quicker.
    static func measured(in place: BenchPlace) throws(Failure) -> SyncChoice {
        try Failure.orFile { () throws(FileError) in
            let path = try ScratchFolder.make(in: place.path, prefix: "luova-bench-")
            defer { BenchSpool.removeTree(path) }
            let folder = try Directory(path: path)
            try folder.synchronizeFileSystem()
            var best: [SyncChoice: Int64] = [:]
            for round in 0..<rounds {
                for choice in [SyncChoice.fileSystem, .eachFile] {
                    let time = try choice.time(in: folder, round)
                    best[choice] = min(best[choice] ?? .max, time)
                }
            }
            return best[.fileSystem, default: 0] <= best[.eachFile, default: 0] ? .fileSystem : .eachFile
        }
    }

    /// Nanoseconds for one group of new files.
    private func time(in folder: Directory, _ round: Int) throws(FileError) -> Int64 {
        let bytes = [UInt8](repeating: 0x20, count: 1_600)
        var names: [FileName] = []
        for number in 0..<FloorListing.group {
            guard let name = FileName("\(rawValue).\(round).\(number)") else { continue }
            try folder.create(name, mode: 0o600).write(bytes[...])
            names.append(name)
        }
        let start = Clock.monotonic()
        switch self {
        case .fileSystem: try folder.synchronizeFileSystem()
        case .eachFile:
            for name in names { try folder.open(name).synchronizeData() }
            try folder.synchronize()
        }
        return Clock.monotonic() - start
    }
}
