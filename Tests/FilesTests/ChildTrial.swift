// Starts a program for a test, waits for its end, and keeps what it wrote.

import Files
import Glibc
import Support

/// One program, started with a file of the test's folder as its standard output.
struct ChildTrial: ~Copyable {
    let child: ChildProcess
    private let folder: TemporaryFolder

    /// Starts `path` with `arguments`; nothing but `environment` in its environment.
    init(
        _ path: String, _ arguments: [String] = [], in folder: TemporaryFolder, input: String = "",
        environment: [(name: String, value: [UInt8])] = [], account: Account? = nil, largestFile: Int64 = 1 << 30
    ) throws(FileError) {
        try folder.write(input, to: "input")
        let launch = ProcessLaunch(
            path: path, arguments: arguments, environment: environment, account: account, largestFile: largestFile)
        child = try ChildProcess(
            launch, input: try folder.directory.open(fileName("input")),
            output: try folder.directory.openOrCreate(fileName("output"), mode: 0o600),
            error: try folder.directory.openOrCreate(fileName("error"), mode: 0o600))
        self.folder = folder
    }

    /// Starts a shell script.
    init(script: String, in folder: TemporaryFolder, input: String = "") throws(FileError) {
        try self.init("/bin/sh", ["-c", script], in: folder, input: input)
    }

    /// How it ended; nil when it still runs after `seconds`.
    borrowing func end(within seconds: Int32 = 10) -> ProcessEnd? {
        var waiting = pollfd(fd: child.waitable, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, seconds * 1_000)
        return child.end()
    }

    /// What it wrote to its standard output.
    var output: String { (try? folder.read("output")) ?? "" }

    /// What it wrote to its standard error.
    var error: String { (try? folder.read("error")) ?? "" }
}
