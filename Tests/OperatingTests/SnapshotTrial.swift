// What tests of this room need: a table of a test's own, and a snapshot of a service that uses it.

import Files
import Messages
import Recording
import Relaying
import Routing
import Support
import XCTest

@testable import Operating

/// A table, and what a service with it would show at noon (UTC) of Wednesday 2026-11-25.
final class SnapshotTrial {
    static let now = Timestamp(nanoseconds: 1_795_608_000 * 1_000_000_000)
    static let second: Int64 = 1_000_000_000

    let folder: WrittenFolder
    var observation: Observation
    var tally = LedgerTally()
    private var sequence: UInt64 = 0

    init(_ rows: String = "", service: String = "", rules: String = "") throws {
        folder = try WrittenFolder(with: [
            "n.xsd": """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="N"><xs:complexType>
            <xs:sequence><xs:element name="Id" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>
            """,
            "table.xml": """
            <routes xmlns="urn:luova:routes:1"><service time-zone="UTC" \(service)/>
            <partner id="alice"/><partner id="carol"/><system id="bob"><program path="missing"/></system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
            <route id="r" from="alice" message="note" to="bob" \(rules)/>
            \(rows)</routes>
            """,
        ])
        observation = Observation(
            time: SnapshotTrial.now, startedAt: SnapshotTrial.ago(86_400),
            table: try RoutingTable.load(folder: folder.path), tableLoadedAt: SnapshotTrial.now)
    }

    /// So many seconds before now.
    static func ago(_ seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: now.nanoseconds - seconds * second)
    }

    /// Counts lines of one kind.
    func count(
        _ event: LedgerRecord.Event, _ times: Int = 1, sender: String? = nil, receiver: String? = nil,
        reason: Reason? = nil, ago seconds: Int64 = 60
    ) {
        for _ in 0..<times {
            sequence += 1
            var record = LedgerRecord(sequence: sequence, time: SnapshotTrial.ago(seconds), event: event)
            record.sender = sender.map { ParticipantIdentifier($0) }
            record.receivers = receiver.map { [ParticipantIdentifier($0)] } ?? []
            record.type = sender == nil ? nil : MessageType("note")
            record.size = 10
            record.reason = reason
            tally.count(record)
        }
    }

    /// What is shown.
    func snapshot(_ alarms: [Alarm] = []) -> Snapshot {
        observation.tally = tally
        return Snapshot(
            observation, tally: tally, since: SnapshotTrial.ago(86_400), alarms: alarms, ledgerBytes: 5_000,
            version: "1.2.3")
    }

    /// What is found.
    func findings(
        since: Timestamp = SnapshotTrial.ago(86_400), hour: [ParticipantIdentifier: RefusalWindow.Count] = [:],
        resumed: [PauseScope: Timestamp] = [:]
    ) -> [Alarm.Key: AlarmFinding] {
        AlarmRules(observation: observation, tally: tally, since: since, hour: hour, resumed: resumed).findings()
    }

    /// The words of an alarm that is raised; nil for one that is not.
    func raised(_ kind: Alarm.Kind, _ subject: String) -> String? {
        guard case .raised(let text) = findings()[Alarm.Key(kind, subject)] else { return nil }
        return text
    }
}
