import Files

/// A folder in which spools are made, and what kind of file system it lies on.
struct BenchPlace {
    /// Its path, links resolved.
    let path: String
    /// The kind of its file system, as the kernel names it: tmpfs, ext4, xfs …
    let fileSystem: String

    /// What a person calls it.
    var name: String { "\(path) \(fileSystem)" }

    /// The named places; without names, one in memory and one on a disk, as far as there are such.
    static func all(_ named: [String]) throws(Failure) -> [BenchPlace] {
        if !named.isEmpty {
            var places: [BenchPlace] = []
            for name in named {
                guard let place = BenchPlace(name) else {
                    throw Failure(
                        .unavailable, "\(name): there is no such folder; create it, or name another with --spool")
                }
                places.append(place)
            }
            return places
        }
        let memory = BenchPlace("/dev/shm").flatMap { $0.isMemory ? $0 : nil }
        let disk = ["/var/tmp", "."].lazy.compactMap { BenchPlace($0) }.first { !$0.isMemory }
        let places = [memory, disk].compactMap { $0 }
        guard !places.isEmpty else {
            throw Failure(.unavailable, "no folder to work in was found; name one with --spool")
        }
        return places
    }

    private init?(_ path: String) {
        guard let path = WholeFile.resolved(path), WholeFile.status(path)?.kind == .directory else { return nil }
        self.path = path
        fileSystem = BenchPlace.fileSystem(of: path)
    }

    private var isMemory: Bool { fileSystem == "tmpfs" || fileSystem == "ramfs" }

    /// Asks the kernel's list of mounts (proc_pid_mountinfo(5)): the longest mount point above the path, and
    /// of those that hide each other the last.
    private static func fileSystem(of path: String) -> String {
        guard let bytes = try? WholeFile.read("/proc/self/mountinfo") else { return "unknown" }
        var best = (length: 0, name: "unknown")
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 5, let dash = words.lastIndex(of: "-"), dash + 2 < words.count else { continue }
            let point = words[4]
            let isAbove = point == "/" || path == point || path.hasPrefix("\(point)/")
            guard isAbove, point.utf8.count >= best.length else { continue }
            best = (point.utf8.count, name(words[dash + 1], device: words[dash + 2]))
        }
        return best.name
    }

    /// The kind of a file system. Of ext4 it matters much whether it has a journal, so that is said when
    /// it has none: the journal's own folder in /proc/fs tells.
    private static func name(_ kind: String, device: String) -> String {
        guard kind == "ext4", let device = WholeFile.resolved(device)?.split(separator: "/").last else { return kind }
        let journals = (try? Directory(path: "/proc/fs/jbd2").entries()) ?? []
        return journals.contains { $0.name.description.hasPrefix("\(device)-") } ? kind : "\(kind) (no journal)"
    }
}
