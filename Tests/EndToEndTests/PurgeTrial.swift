// A spool whose ledger began weeks ago.

import Files
import Foundation
import Messages
import Recording
import Support
import XCTest

/// A playground with old segments: on each of some days a note from `alice` to `bob` was accepted and delivered, lines 1
/// to 3, 4 to 6, and so on. What stands behind them is of today.
final class PurgeTrial {
    static let rows = """
        <partner id="alice" receipts="all"/><partner id="carol"/>
        <system id="bob"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
        <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml"/>
        """
    /// Everything but the duplicate window goes.
    static let short = #"<retention id="short" keeps="ledger" for="1ms" basis="an act, section 4"/>"#

    let playground: Playground
    var socket: String { playground.folder.path(of: "control") }

    /// - Parameter days: how long ago.
    init(days: [Int64] = [40, 30, 20], rows: String = PurgeTrial.short) throws {
        playground = try Playground(rows: PurgeTrial.rows)
        try WholeFile.makeDirectories("\(playground.spool)/ledger")
        let ledger = try Ledger(folder: Directory(path: "\(playground.spool)/ledger"))
        for day in days {
            let time = Timestamp(nanoseconds: Clock.realtime() - day * 86_400_000_000_000)
            var record = LedgerRecord(sequence: ledger.nextSequence, time: time, event: .accepted)
            record.sender = ParticipantIdentifier("alice")
            record.type = MessageType("note")
            record.messageID = Array("old-\(day)".utf8)
            record.syntax = .xml
            record.digest = Digest(of: Array("body".utf8))
            record.route = RouteIdentifier("alice-bob")
            record.receivers = [ParticipantIdentifier("bob")]
            ledger.append(record)
            var end = LedgerRecord(sequence: ledger.nextSequence, time: time, event: .delivered)
            end.delivery = DeliveryIdentifier(sequence: record.sequence)
            end.receivers = record.receivers
            ledger.append(end)
            try ledger.commit(time: time, settled: ledger.lastSequence)
        }
        try playground.drop(Playground.note("new"), as: "new.xml")
        try playground.drain()
        try playground.write(rows: PurgeTrial.rows + rows)
    }

    func remove() { playground.remove() }

    func start(_ environment: [String: String] = [:]) throws -> Process {
        try playground.start(environment: environment, options: ["--control", socket])
    }

    /// Exit code, and what is told of each, and at the end the numbers.
    func purge(_ more: [String] = []) throws -> (code: Int32, told: [[String: Any]]) {
        let (code, output, _) = try playground.luova(["purge", "--json", "--control", socket] + more)
        return (code, try PurgeTrial.objects(output))
    }

    func look() throws -> [[String: Any]] {
        let (code, output, error) = try playground.luova(
            ["purge", "--dry-run", "--json", "--routes", playground.routes, "--spool", playground.spool])
        XCTAssertEqual(code, 0, error)
        return try PurgeTrial.objects(output)
    }

    static func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    /// The numbers that the segments begin with.
    var segments: [Int] {
        playground.names("ledger").filter { $0.hasSuffix(".jsonl") }
            .compactMap { $0.split(separator: ".").dropFirst().first.flatMap { Int($0) } }.sorted()
    }

    /// Up to where lines say that the ledger was shortened.
    var shortened: [Int] {
        get throws { try playground.events("shortened").compactMap { $0["through"] as? Int } }
    }

    /// Verifies, and says what it notes.
    @discardableResult
    func verify(_ what: String = "", line: UInt = #line) throws -> String {
        let (code, output, error) = try playground.luova(["verify", "--spool", playground.spool])
        XCTAssertEqual(code, 0, what + output + error, line: line)
        return output
    }
}
