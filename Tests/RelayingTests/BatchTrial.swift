// What tests of batches need: a table with one contract of batches and the feedback's, and verdicts as the daemon
// comes to them.

import Files
import Messages
import Routing
import Support
import Validation
import XCTest

@testable import Relaying

/// A table with a sender `p`, whose batches go to `s` item by item, and a sender `whole`, whose batches do not.
final class BatchTrial {
    let folder: WrittenFolder
    let table: RoutingTable
    var validator = Validator()

    init(_ attributes: String = BatchText.row, schema: String = BatchText.schema, whole: String = "1MB") throws {
        var files = [
            "batch.xsd": schema,
            "table.xml": """
            <routes xmlns="urn:luova:routes:1"><service read-whole="\(whole)" max-time="1min"/>
            <partner id="p"/><partner id="whole"/><system id="s"/>
            <contract id="batch" \(attributes)/>
            <contract id="processing-feedback" schema="processing-feedback.xsd"
              root="{urn:luova:processing-feedback:1}ProcessingFeedback" message-id="Header/MessageId"/>
            <route id="each" from="p" message="batch" to="s" items="each"/>
            <route id="all" from="whole" message="batch" to="s"/></routes>
            """,
        ]
        for name in ["processing-feedback.xsd", "header.xsd"] {
            files[name] = String(
                decoding: try WholeFile.read("\(ProjectFiles.routes)/contracts/\(name)"), as: UTF8.self)
        }
        folder = try WrittenFolder(with: files)
        table = try RoutingTable.load(folder: folder.path)
    }

    /// The verdict on a batch, what is left of it where only a part goes on, and its items.
    func decide(
        _ text: String, from sender: String = "p"
    ) throws -> (verdict: Verdict, rest: String?, items: ItemFindings?) {
        let bytes = Array(text.utf8)
        let sender = try XCTUnwrap(table.participants[ParticipantIdentifier(sender)])
        var limits = table.settings.limits
        limits.judgesItems = table.judgesItems(of: sender.identifier)
        var place = 0
        let judgement = validator.judge(contracts: table.contracts, limits: limits, isRouted: { _ in true }) { buffer in
            let count = BatchTrial.copy(bytes, from: place, to: &buffer)
            place += count
            return count
        }
        let authorization = Authorization(table: table, day: CivilDate(year: 2026, month: 11, day: 22))
        let whole = authorization.decide(judgement, from: sender, size: Int64(bytes.count))
        guard let items = authorization.separableItems(of: whole) else { return (whole, nil, judgement.items) }
        var rest: [UInt8] = []
        let verdict = authorization.decide(
            whole, without: items, from: sender, size: Int64(bytes.count), judgedBy: &validator
        ) { buffer, offset in
            BatchTrial.copy(bytes, from: Int(offset), to: &buffer)
        } writing: {
            rest += $0
        }
        return (verdict, verdict.part == nil ? nil : String(decoding: rest, as: UTF8.self), items)
    }

    /// Fills a buffer from a place of bytes on, and says how many there were.
    static func copy(_ bytes: [UInt8], from place: Int, to buffer: inout [UInt8]) -> Int {
        let piece = bytes[min(place, bytes.count)..<min(place + buffer.count, bytes.count)]
        buffer.replaceSubrange(0..<piece.count, with: piece)
        return piece.count
    }

    /// What is wrong with a feedback about these items, by its contract; nothing when all is well.
    func mistakes(inFeedbackAbout items: ItemFindings) -> [String] {
        let feedback = ProcessingFeedback(
            time: Timestamp(nanoseconds: 1_795_315_675_123_456_000), receiver: ParticipantIdentifier("p"),
            batch: Array("b-1".utf8), digest: Digest(of: []), environment: .production, count: items.count,
            refused: items.refused)
        var bytes: [UInt8] = []
        feedback.write { bytes += $0 }
        let judgement = validator.judge(
            bytes + [0], count: bytes.count, contracts: table.contracts, limits: table.settings.limits
        ) { _ in true }
        return (judgement.refusal?.errors ?? []).map { "\($0.place ?? ""): \($0.text)" }
    }
}
