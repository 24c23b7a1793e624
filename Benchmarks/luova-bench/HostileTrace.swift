/// What a program opened and connected to, as strace(1) wrote it down.
struct HostileTrace {
    /// Where strace is.
    static let program = "/usr/bin/strace"

    private let lines: [Substring]

    /// Reads what strace wrote.
    init(_ text: String) { lines = text.split(separator: "\n") }

    /// The calls that should not have been.
    ///
    /// - Parameters:
    ///   - allowed: files that may be opened at any time.
    ///   - first: the file with whose opening the time begins in which nothing else may be opened; nil: before
    ///     that, and when there is none, only what lies in `folder` and belongs to the system.
    ///   - folder: where tables and contracts lie.
    func mistakes(allowed: [String], behind first: String?, folder: String) -> [String] {
        var mistakes: [String] = []
        var isBegun = false
        var opened = 0
        for line in lines {
            if line.contains(" socket(") || line.contains(" connect(") {
                mistakes.append("connects: \(line)")
                continue
            }
            guard line.contains(" open"), let path = HostileTrace.path(in: line) else { continue }
            opened += 1
            if path == first { isBegun = true }
            if allowed.contains(path) { continue }
            // While a program starts it looks for its libraries where they are not.
            let isFound = !line.contains(" = -1 ")
            if isBegun || isFound && !HostileTrace.isUsual(path, folder) { mistakes.append("opens \(path)") }
        }
        // A trace that saw nothing proves nothing.
        if opened == 0 || (first != nil && !isBegun) { mistakes.append("the trace is empty") }
        return mistakes
    }

    private static func isUsual(_ path: String, _ folder: String) -> Bool {
        let system = ["/lib", "/usr/lib", "/proc/", "/sys/", "/dev/", "/usr/share/zoneinfo", "/usr/share/locale"]
        let files = ["/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime"]
        // Below a folder that is open already.
        if path == "." { return true }
        return path.hasPrefix(folder) && !path.contains("..") || files.contains(path)
            || system.contains { path.hasPrefix($0) }
    }

    /// The first text in quotes.
    private static func path(in line: Substring) -> String? {
        let parts = line.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }
}
