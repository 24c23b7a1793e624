// A ledger of any lines, and a spool of any files beside it.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support

@testable import Relaying

/// A spool that no daemon made. Every body is `<N/>`, and every message a `note` from `alice`.
final class AuditTrial {
    let folder: TemporaryFolder
    let ledger: Directory
    private(set) var summary: AuditSummary?
    private(set) var texts: [String] = []

    init() throws(FileError) {
        folder = try TemporaryFolder()
        ledger = try folder.makeFolder("ledger")
    }

    func path(_ name: String) -> String { folder.path(of: name) }

    func segments() throws(FileError) -> [String] {
        try TemporaryFolder.names(in: ledger).filter { $0.hasSuffix(".jsonl") }
    }

    /// A line; its number and time are set when it is committed.
    func record(_ event: LedgerRecord.Event, _ fill: (inout LedgerRecord) -> Void = { _ in }) -> LedgerRecord {
        var record = LedgerRecord(
            sequence: 0, time: Timestamp(nanoseconds: 1_772_323_200_000_000_000), event: event)
        if event != .delivered, event != .deferred, event != .commit {
            record.sender = ParticipantIdentifier("alice")
            record.type = MessageType("note")
            record.syntax = .xml
            record.digest = Digest(of: Array("<N/>".utf8))
        }
        fill(&record)
        return record
    }

    /// A message was accepted, whose bodies are `c.t-id-place`.
    func accepted(_ id: String, to receivers: [String] = ["bob"]) -> LedgerRecord {
        record(.accepted) {
            $0.messageID = Array(id.utf8)
            $0.receivers = receivers.map { ParticipantIdentifier($0) }
            $0.taken = receivers.indices.map { "c.t-\(id)-\($0)" }
        }
    }

    /// A line about one delivery to `bob`.
    func about(_ delivery: UInt64, _ event: LedgerRecord.Event, place: Int = 0) -> LedgerRecord {
        record(event) {
            $0.delivery = DeliveryIdentifier(sequence: delivery, receiver: place)
            $0.receivers = [ParticipantIdentifier("bob")]
        }
    }

    /// An operator had an undelivered message handed on once more.
    func resent(_ delivery: UInt64) -> LedgerRecord {
        record(.resent) {
            $0.delivery = DeliveryIdentifier(sequence: delivery)
            $0.receivers = [ParticipantIdentifier("bob")]
        }
    }

    /// Commits a group on a day of March 2026, counted from 0.
    func commit(_ records: [LedgerRecord], settled: UInt64, day: Int64 = 0) throws(LedgerError) {
        let writer = try Ledger(folder: ledger)
        let time = Timestamp(nanoseconds: 1_772_323_200_000_000_000 + day * 86_400_000_000_000)
        for record in records {
            var numbered = record
            numbered.sequence = writer.nextSequence
            numbered.time = time
            writer.append(numbered)
        }
        try writer.commit(time: time, settled: settled)
    }

    func put(_ name: String, _ text: String = "<N/>") throws(FileError) {
        let parts = name.split(separator: "/")
        try WholeFile.makeDirectories(path(parts.dropLast().joined(separator: "/")))
        try folder.write(text, to: name)
    }

    /// What an audit finds: codes with their deliveries, sorted.
    func codes(notes: Bool = false) throws(FileError) -> [String] {
        var found: [AuditFinding] = []
        let audit = try Audit(spool: folder.path, window: 7 * 86_400_000_000_000) { found.append($0) }
        summary = try audit.run()
        found.removeAll { $0.isNote != notes }
        texts = found.map(\.text)
        return found.map { $0.code + ($0.delivery.map { " \($0)" } ?? "") }.sorted()
    }
}

extension AuditTrial {
    /// The spool as an officer sees it, by a table with these rows besides those of the participants.
    func view(_ rows: [String]) throws -> (spool: SpoolView, table: RoutingTable) {
        let table = try WrittenFolder(with: [
            "table.xml": "<routes xmlns=\"urn:luova:routes:1\"><partner id=\"alice\"/><partner id=\"carol\"/>"
                + "<system id=\"bob\"/><system id=\"dora\"/>\n" + rows.joined(separator: "\n") + "</routes>"
        ])
        return (try SpoolView(path: folder.path), try RoutingTable.load(folder: table.path))
    }

    /// The first lines of the segments of the ledger that may go on the ninetieth day.
    func freeSegments(_ rows: [String]) throws -> [UInt64] {
        let (spool, table) = try view(rows)
        let now = Timestamp(nanoseconds: 1_772_323_200_000_000_000 + 90 * 86_400_000_000_000)
        return try RetainedSegment.all(in: spool, by: table, now: now).filter(\.isFree).map(\.number.sequence)
    }
}
