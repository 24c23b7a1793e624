// A playground whose daemon listens for operators, with a program that takes messages when it is let.

import Files
import Foundation
import Support
import XCTest

/// Messages from `alice` wait for the program of `bob`, which takes one when the file `open` is there, and refuses those
/// whose id begins with `never`.
final class ControlTrial {
    let playground: Playground

    /// - Parameters:
    ///   - route: more of the row from alice to bob.
    ///   - retry: how long bob's program is left alone after a failure.
    init(route: String = "", retry: String = "1h") throws {
        playground = try Playground(
            rows: """
                <partner id="alice" receipts="all"/>
                <system id="bob"><program path="handler" retry="\(retry)" retry-limit="\(retry)" parallel="4"/></system>
                <system id="carol"/>
                <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender" reply-to="ReplyTo"/>
                <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml" \(route)/>
                """)
        let script = """
            #!/bin/sh
            cd "${0%/*}/.."
            case "$LUOVA_MESSAGE_ID" in never*) exit 65 ;; esac
            [ -e open ] || exit 75
            echo "$LUOVA_DELIVERY_ID" >> journal

            """
        try playground.folder.write(script, to: "routes/handler", mode: 0o755)
    }

    func remove() { playground.remove() }

    var socket: String { playground.folder.path(of: "control") }

    func start(options: [String] = [], environment: [String: String] = [:]) throws -> Process {
        try playground.start(environment: environment, options: ["--control", socket] + options)
    }

    /// Lets bob's program take messages from now on.
    func open() throws { try playground.folder.write("", to: "open") }

    /// The deliveries that bob's program has taken, in their order.
    var taken: [String] { ((try? playground.folder.read("journal")) ?? "").split(separator: "\n").map(String.init) }

    /// Sends messages with these ids, and waits until they wait for bob after a first try; their delivery ids by theirs.
    func send(_ identifiers: [String]) throws -> [String: String] {
        for identifier in identifiers { try playground.drop(Playground.note(identifier), as: "\(identifier).xml") }
        let all = Set(identifiers)
        XCTAssertTrue(
            try eventually(within: 30) {
                let lines = try self.list().filter {
                    ($0["tries"] as? Int ?? 0) > 0 && $0["state"] as? String != "running"
                }
                let ids = Set(lines.compactMap { $0["message_id"] as? String })
                return ids.isSuperset(of: all.filter { !$0.hasPrefix("never") })
            }, playground.log)
        return try playground.events("accepted").reduce(into: [:]) { found, event in
            guard let id = event["message_id"] as? String, all.contains(id) else { return }
            found[id] = event["id"] as? String
        }
    }

    /// Asks the daemon by a verb.
    @discardableResult
    func luova(_ words: [String], input: String? = nil) throws -> (code: Int32, output: String, error: String) {
        try playground.luova(words + ["--control", socket], input: input)
    }

    /// Asks, and expects that it is done.
    @discardableResult
    func done(_ words: [String], input: String? = nil, line: UInt = #line) throws -> String {
        let (code, output, error) = try luova(words, input: input)
        XCTAssertEqual(code, 0, output + error, line: line)
        return output
    }

    /// The objects that a verb prints.
    func objects(_ words: [String]) throws -> [[String: Any]] {
        let (code, output, error) = try luova(words + ["--json"])
        XCTAssertEqual(code, 0, error)
        return try output.split(separator: "\n").map { line in
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    func list(_ words: [String] = []) throws -> [[String: Any]] { try objects(["list"] + words) }

    /// Where a message stands; nil when it does not wait.
    func state(_ delivery: String) throws -> String? {
        try list().first { $0["id"] as? String == delivery }?["state"] as? String
    }

    /// The events of the ledger about a delivery, in their order.
    func story(_ delivery: String) throws -> [[String: Any]] {
        let (code, output, error) = try playground.luova(["trace", delivery, "--json", "--spool", playground.spool])
        XCTAssertEqual(code, 0, error)
        return try output.split(separator: "\n").map { line in
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    func verify(line: UInt = #line) throws { try playground.verify(line: line) }

    /// Sends bytes to the daemon as they are, and reads what it says until it hangs up.
    func raw(_ bytes: [UInt8]) throws -> String {
        let connection = try Descriptor.connected(to: socket, patience: 30)
        try? connection.send(bytes[...])
        return ControlTrial.rest(of: connection)
    }

    static func rest(of connection: borrowing Descriptor) -> String {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while let count = try? connection.readAvailable(into: &buffer), count > 0 { answer += buffer[..<count] }
        return String(decoding: answer, as: UTF8.self)
    }
}
