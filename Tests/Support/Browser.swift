import Files
import Foundation

/// A browser without a window, which shows a page as people see it. Each run has a profile of its own; it may be root's.
public struct Browser {
    /// Where it is: the first of its names on the path. Nil where there is none.
    public static let path: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for name in ["chromium-headless-shell", "chromium"] {
            for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
        }
        return nil
    }()

    private let program: String
    private let folder: TemporaryFolder

    /// - Parameter folder: where it may write what nobody needs afterwards.
    public init(_ program: String, in folder: TemporaryFolder) {
        self.program = program
        self.folder = folder
    }

    /// The document as it is after it was loaded, and after its scripts have run.
    public func document(_ url: String) throws -> String { try run(["--dump-dom", url]) }

    /// A picture of a page, as a PNG at a path.
    ///
    /// - Parameter isDark: whether its reader wants it dark.
    public func picture(_ url: String, width: Int, height: Int, isDark: Bool, at path: String) throws {
        _ = try run([
            "--hide-scrollbars", "--window-size=\(width),\(height)",
            "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--screenshot=\(path)", url,
        ])
    }

    /// It did not end, or not well.
    public struct Failure: Error {
        /// What it said.
        public let words: String
    }

    private func run(_ words: [String]) throws -> String {
        let name = UUID().uuidString
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            [
                // Root has no sandbox there, nor has a container.
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--allow-file-access-from-files",
                "--user-data-dir=\(folder.path(of: "profile-\(name)"))",
            ] + words
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path]
        let (output, error) = (folder.path(of: "output-\(name)"), folder.path(of: "error-\(name)"))
        for path in [output, error] { try WholeFile.write([], to: path) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: error)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let hasEnded = eventually(within: 120) { !process.isRunning }
        if !hasEnded { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        guard hasEnded, process.terminationStatus == 0 else {
            throw Failure(words: String(decoding: try WholeFile.read(error), as: UTF8.self))
        }
        return String(decoding: try WholeFile.read(output), as: UTF8.self)
    }
}
