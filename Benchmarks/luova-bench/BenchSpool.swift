import Files
import Glibc

/// One spool of the benchmark on disk. The floor lays its files where the daemon does, so that both are
/// filled and checked by the same hands.
struct BenchSpool {
    /// Who sends.
    static let sender = "bench-sender"
    /// Who receives.
    static let receiver = "bench-receiver"

    /// The spool's folder.
    let path: String

    /// Where the messages are dropped.
    var drop: String { drop(of: BenchSpool.sender) }
    /// Where they arrive.
    var pickup: String { pickup(of: BenchSpool.receiver) }
    /// Where they are between the two.
    var taken: String { "\(path)/taken/\(BenchSpool.sender)" }
    /// The folder of the ledger.
    var ledger: String { "\(path)/ledger" }

    /// Where a participant's messages are dropped.
    func drop(of participant: String) -> String { "\(path)/participants/\(participant)/drop" }
    /// Where a participant finds what is meant for it.
    func pickup(of participant: String) -> String { "\(path)/participants/\(participant)/pickup" }

    /// Makes all folders that both contenders need.
    func make() throws(FileError) {
        for folder in [drop, pickup, taken, ledger] { try WholeFile.makeDirectories(folder) }
    }

    /// Makes the folders of these participants.
    func make(for participants: [String]) throws(FileError) {
        for participant in participants {
            try WholeFile.makeDirectories(drop(of: participant))
            try WholeFile.makeDirectories(pickup(of: participant))
        }
    }

    /// How many names there are in a folder. Memory stays bounded.
    static func count(_ path: String) throws(FileError) -> Int {
        var count = 0
        try Directory(path: path).forEachEntry { _ in
            count += 1
            return true
        }
        return count
    }

    /// Removes a folder with everything in it, without listing it into memory: the harness must stay
    /// smaller than what it measures.
    static func removeTree(_ path: String) {
        guard let folder = try? Directory(path: path) else { return }
        try? folder.forEachEntry { entry in
            if entry.isDirectory {
                removeTree("\(path)/\(String(decoding: entry.name.bytes, as: UTF8.self))")
            } else {
                _ = try? folder.remove(entry.name)
            }
            return true
        }
        rmdir(path)
    }
}
