// A routing table, a spool, and the built daemon on it: what every end-to-end test plays with.

import Files
import Foundation
import Support
import XCTest

/// One test's own table and spool. The table has a sender `alice`, a receiver `bob`, and a message type
/// `note`; a test may write rows of its own.
final class Playground {
    let folder: TemporaryFolder
    private var running: [Process] = []

    /// What a note is: a header with an id and perhaps a sender, and texts.
    static let schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:note" xmlns="urn:test:note"
            elementFormDefault="qualified">
          <xs:element name="Note"><xs:complexType><xs:sequence>
            <xs:element name="Id" type="xs:string"/>
            <xs:element name="Sender" type="xs:string" minOccurs="0"/>
            <xs:element name="ReplyTo" type="xs:string" minOccurs="0"/>
            <xs:element name="Text" type="xs:string" maxOccurs="unbounded"/>
            <xs:element name="Day" type="xs:date" minOccurs="0"/>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """

    /// Rows that most tests want.
    static let rows = """
        <partner id="alice" receipts="all"/>
        <system id="bob"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender" reply-to="ReplyTo"/>
        <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml json"/>
        """

    init(rows: String = Playground.rows) throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
        try folder.write(Playground.schema, to: "routes/note.xsd")
        try write(rows: rows)
    }

    /// Ends what still runs and removes everything.
    func remove() {
        for process in running where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for process in running { process.waitUntilExit() }
        folder.remove()
    }

    var routes: String { folder.path(of: "routes") }
    lazy var spool = folder.path(of: "spool")

    /// Writes the routing table.
    func write(rows: String) throws {
        try folder.write("<routes xmlns=\"urn:luova:routes:1\">\n\(rows)\n</routes>\n", to: "routes/table.xml")
    }

    /// Two who send the same to one receiver and hear of everything, in a service that looks often.
    static let twoSenders = """
        <service rescan="200ms" settle="100ms"/>
        <partner id="alice" receipts="all"/><partner id="carol" receipts="all"/>
        <system id="bob"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender"/>
        <route id="alice-bob" from="alice" message="note" to="bob"/>
        <route id="alice-carol" from="carol" message="note" to="bob"/>
        """

    /// A valid note in XML.
    static func note(_ identifier: String, text: String = "hello") -> String {
        "<Note xmlns=\"urn:test:note\"><Id>\(identifier)</Id><Text>\(text)</Text></Note>"
    }

    /// Puts a file into a drop folder the way careful senders do: under a temporary name, then renamed.
    func drop(_ text: String, as name: String, from sender: String = "alice") throws {
        let drop = "\(spool)/participants/\(sender)/drop"
        try WholeFile.makeDirectories(drop)
        try WholeFile.write(Array(text.utf8), to: "\(drop)/.\(name).part")
        XCTAssertEqual(rename("\(drop)/.\(name).part", "\(drop)/\(name)"), 0)
    }

    func dropPath(_ name: String, of sender: String = "alice") -> String {
        "\(spool)/participants/\(sender)/drop/\(name)"
    }

    /// The names in a participant's pickup folder, sorted; nothing while there is no folder.
    func pickup(_ participant: String) -> [String] { names("participants/\(participant)/pickup") }

    /// The names in a folder of the spool, sorted.
    func names(_ path: String) -> [String] {
        (try? TemporaryFolder.names(in: Directory(path: "\(spool)/\(path)"))) ?? []
    }

    /// What a file in a pickup folder holds.
    func read(_ name: String, of participant: String) throws -> String {
        String(decoding: try WholeFile.read("\(spool)/participants/\(participant)/pickup/\(name)"), as: UTF8.self)
    }

    /// The ledger's events, as `luova log --json` prints them.
    func ledger() throws -> [[String: Any]] {
        let (_, output, _) = try luova(["log", "--spool", spool, "--json"])
        return try output.split(separator: "\n").map { line in
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    /// The ledger's events of one kind.
    func events(_ kind: String) throws -> [[String: Any]] { try ledger().filter { $0["event"] as? String == kind } }

    /// Holds ledger and spool against each other: nothing is wrong.
    ///
    /// - Parameter what: what is said when something is.
    func verify(_ what: String = "", file: StaticString = #filePath, line: UInt = #line) throws {
        let (code, output, error) = try luova(["verify", "--spool", spool])
        XCTAssertEqual(code, 0, "\(what)\(output)\(error)", file: file, line: line)
    }

    /// Writes the program `handler`, a shell script that runs beside the spool; each start is a line of the file
    /// `journal`.
    func write(handler script: String, journal line: String = "$LUOVA_MESSAGE_ID") throws {
        let start = """
            #!/bin/sh
            cd "${0%/*}/.."
            echo "\(line)" >> journal

            """
        try folder.write(start + script + "\n", to: "routes/handler", mode: 0o755)
    }
}

extension Playground {
    /// The built program: it lies beside the tests.
    static let program: String = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = tests.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("luova").path
            if FileManager.default.isExecutableFile(atPath: candidate), WholeFile.status(candidate)?.kind == .regular {
                return candidate
            }
            folder = folder.deletingLastPathComponent()
        }
        preconditionFailure("the program 'luova' is not beside the tests")
    }()

    /// Runs the program to its end: exit code, standard output, standard error.
    ///
    /// - Parameter wrapper: a program with its first arguments that starts it.
    @discardableResult
    func luova(
        _ arguments: [String], input: String? = nil, under wrapper: [String] = []
    ) throws -> (code: Int32, output: String, error: String) {
        let process = Process()
        let words = wrapper + [Playground.program] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: ProjectFiles.root)
        let output = folder.path(of: "output-\(UUID().uuidString)")
        let error = folder.path(of: "error-\(UUID().uuidString)")
        for path in [output, error] { try WholeFile.write([], to: path) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: error)
        if let input {
            let path = folder.path(of: "input-\(UUID().uuidString)")
            try WholeFile.write(Array(input.utf8), to: path)
            process.standardInput = FileHandle(forReadingAtPath: path)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        process.waitUntilExit()
        func text(_ path: String) throws -> String { String(decoding: try WholeFile.read(path), as: UTF8.self) }
        return (process.terminationStatus, try text(output), try text(error))
    }

    /// Handles what is there, and ends.
    ///
    /// - Parameter wrapper: a program with its first arguments that starts it.
    func drain(under wrapper: [String] = []) throws {
        let (code, _, error) = try luova(["run", "--routes", routes, "--spool", spool, "--drain"], under: wrapper)
        XCTAssertEqual(code, 0, error)
    }

    /// What starts the program so that the mode of a file keeps even root from reading it; nothing for anybody else, and
    /// nil where that cannot be.
    var withoutRights: [String]? {
        guard Account.current == 0 else { return [] }
        let words = ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        guard WholeFile.status(words[0]) != nil, let (code, _, _) = try? luova(["version"], under: words) else {
            return nil
        }
        return code == 0 ? words : nil
    }

    /// Handles what is there while calls to the kernel go wrong, until it ends or something ends it.
    ///
    /// - Returns: its exit code, or the negative number of the signal that ended it, and what it said.
    func run(faults: String, trace: String? = nil) throws -> (code: Int32, words: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Playground.program)
        process.arguments = [
            "run", "--routes", routes, "--spool", spool, "--drain", "--workers", "1",
        ]
        var environment = ["SWIFT_BACKTRACE": "enable=no"]
        if !faults.isEmpty { environment["LUOVA_FAULTS"] = faults }
        if let trace { environment["LUOVA_FAULT_TRACE"] = trace }
        process.environment = environment
        let log = folder.path(of: "log-\(UUID().uuidString)")
        try WholeFile.write([], to: log)
        process.standardError = FileHandle(forWritingAtPath: log)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        if !eventually(within: 60, { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        let words = String(decoding: try WholeFile.read(log), as: UTF8.self)
        let isKilled = process.terminationReason == .uncaughtSignal
        return (isKilled ? -process.terminationStatus : process.terminationStatus, words)
    }

    /// Starts the daemon and waits until it is ready. Its log is the file `log` of the playground.
    ///
    /// - Parameters:
    ///   - wrapper: a program with its first arguments that starts it.
    ///   - options: what else stands on its command line.
    func start(
        environment: [String: String] = [:], under wrapper: [String] = [], options: [String] = []
    ) throws -> Process {
        let (process, before) = try launch(environment: environment, under: wrapper, options: options)
        let isSo = eventually(within: 30) { isReady(since: before) || !process.isRunning }
        XCTAssertTrue(isSo, "the daemon did not become ready")
        return process
    }

    /// Whether a daemon has become ready, by what the log says behind its first so many bytes.
    func isReady(since before: UInt64 = 0) -> Bool {
        log.utf8.count > before && log.dropFirst(Int(before)).contains("ready:")
    }

    /// Starts the daemon without waiting.
    ///
    /// - Returns: the daemon, and how long the log was before.
    func launch(
        environment: [String: String] = [:], under wrapper: [String] = [], options: [String] = []
    ) throws -> (process: Process, before: UInt64) {
        let process = Process()
        let words = wrapper + [Playground.program, "run", "--routes", routes, "--spool", spool] + options
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { first, _ in first }
        let log = folder.path(of: "log")
        if WholeFile.status(log) == nil { try WholeFile.write([], to: log) }
        let handle = try XCTUnwrap(FileHandle(forWritingAtPath: log))
        let before = try handle.seekToEnd()
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        running.append(process)
        return (process, before)
    }

    /// Asks the daemon to stop, and waits for its end.
    func stop(_ process: Process) -> Int32 {
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What the daemon has said so far.
    var log: String { (try? folder.read("log")) ?? "" }
}
