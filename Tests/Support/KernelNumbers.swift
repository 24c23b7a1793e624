// What the kernel tells of itself in small files below /proc.

public import Files

extension WholeFile {
    /// The number that a file begins with; 0 where there is none.
    public static func firstNumber(in path: String) throws(FileError) -> Int64 {
        let digits = try WholeFile.read(path).prefix { $0 >= 0x30 && $0 <= 0x39 }
        return Int64(String(decoding: digits, as: UTF8.self)) ?? 0
    }
}

/// Whether a process runs; one that has ended and waits for its parent to notice does not (proc(5)).
public func isRunning(_ process: Int32) -> Bool { state(of: process).map { $0 != "Z" } ?? false }

/// Whether a process was stopped and has not been let go on (SIGSTOP).
public func isStopped(_ process: Int32) -> Bool { state(of: process) == "T" }

/// The letter for what a process does; nil where there is no such process.
private func state(of process: Int32) -> Character? {
    guard let bytes = try? WholeFile.read("/proc/\(process)/stat") else { return nil }
    // pid (name) state …; the name may hold anything, a parenthesis too.
    return String(decoding: bytes, as: UTF8.self).split(separator: ")").last?.first { $0 != " " }
}
