// A spool for batches of which only some items go on: two receivers, one with a program, and senders of both kinds.

import Files
import Foundation
import Messages
import Support
import XCTest

/// A playground whose senders `alice` (copied) and `carol` (moved) send batches to `bob` and `dora`.
final class ItemsTrial {
    let playground: Playground
    static let schema = "\(ProjectFiles.routes)/contracts/processing-feedback.xsd"

    /// - Parameters:
    ///   - whole: the largest batch that is held in memory.
    ///   - program: what the program of `worker` does, to whom alice's batches go as well where there is one.
    init(whole: String = "1MB", program: String? = nil) throws {
        playground = try Playground(rows: "")
        try playground.folder.write(BatchText.schema, to: "routes/batch.xsd")
        for name in ["processing-feedback.xsd", "header.xsd"] {
            let text = try WholeFile.read("\(ProjectFiles.routes)/contracts/\(name)")
            try WholeFile.write(text, to: playground.folder.path(of: "routes/\(name)"))
        }
        var worker = ""
        if let program {
            let path = playground.folder.path(of: "program")
            try WholeFile.write(Array("#!/bin/sh\n\(program)\n".utf8), to: path, mode: 0o755)
            worker = #"<system id="worker"><program path="\#(path)" retry="100ms"/></system>"#
        }
        try playground.write(
            rows: """
                <service read-whole="\(whole)" max-time="5min"/>
                <partner id="alice" receipts="all"/><partner id="carol" receipts="refusals" custody="move"/>
                <system id="bob"/><system id="dora"/>\(worker)
                <contract id="batch" \(BatchText.row)/>
                <contract id="processing-feedback" schema="processing-feedback.xsd"
                  root="{urn:luova:processing-feedback:1}ProcessingFeedback" message-id="Header/MessageId"/>
                <route id="a" from="alice" message="batch" to="bob dora\(program == nil ? "" : " worker")" items="each"/>
                <route id="c" from="carol" message="batch" to="bob dora" items="each"/>
                """)
    }

    func remove() { playground.remove() }

    /// The text of all files in a pickup folder whose names begin so.
    func texts(_ prefix: String, of participant: String) throws -> [String] {
        try playground.pickup(participant).filter { $0.hasPrefix(prefix) }.map {
            try playground.read($0, of: participant)
        }
    }

    /// What a feedback says: the numbers of its items, their references, and their codes.
    static func items(in feedback: String) -> [String] {
        feedback.split(separator: "<Item>").dropFirst().map { item in
            func value(_ name: String) -> String {
                guard let start = item.firstRange(of: "<\(name)>"), let end = item.firstRange(of: "</\(name)>") else {
                    return "-"
                }
                return String(item[start.upperBound..<end.lowerBound])
            }
            return "\(value("Number")) \(value("Reference")) \(value("Code")) \(value("Place"))"
        }
    }

    /// What is not as it must be once every batch has been handled; empty when all is well.
    ///
    /// - Parameter refused: what of alice must be kept for the operator.
    func deviations(_ batches: [(sender: String, batch: BatchText)], refused: [String] = []) throws -> [String] {
        var wrong: [String] = []
        func expect(_ isSo: Bool, _ text: @autoclosure () -> String) { if !isSo { wrong.append(text()) } }
        for receiver in ["bob", "dora"] {
            let found = try texts("batch.", of: receiver).sorted()
            expect(found == batches.map(\.batch.rest).sorted(), "\(receiver) has \(found)")
        }
        for sender in ["alice", "carol"] {
            let own = batches.filter { $0.sender == sender }.map(\.batch)
            let wanted = own.filter { !$0.bad.isEmpty }.map { batch in
                batch.bad.map { "\($0) i-\($0) type /Batch/Item[\($0)]/Day" }
            }
            let found = try texts("processing-feedback.", of: sender).map(ItemsTrial.items)
            expect(
                found.sorted { "\($0)" < "\($1)" } == wanted.sorted { "\($0)" < "\($1)" }, "\(sender) is told \(found)")
            for folder in ["participants/\(sender)/drop", "taken/\(sender)"] {
                let left = playground.names(folder)
                expect(left.isEmpty, "left in \(folder): \(left)")
            }
            let kept = try playground.names("refused/\(sender)").map {
                String(decoding: try WholeFile.read("\(playground.spool)/refused/\(sender)/\($0)"), as: UTF8.self)
            }
            expect(kept.sorted() == (sender == "alice" ? refused.sorted() : []), "kept of \(sender): \(kept)")
        }
        let accepted = try playground.events("accepted")
        expect(accepted.count == batches.count, "\(accepted.count) are accepted")
        for record in accepted {
            let batch = batches.first { $0.batch.identifier == record["message_id"] as? String }?.batch
            let bad = batch?.bad.count ?? -1
            expect(record["items_refused"] as? Int == (bad == 0 ? nil : bad), "the ledger says \(record)")
            expect(
                record["items_accepted"] as? Int == (bad == 0 ? nil : (batch?.items.count ?? 0) - bad),
                "the ledger says \(record)")
            expect(record["sha256"] as? String == ItemsTrial.digest(batch?.text), "the ledger says \(record)")
            let delivered = record["delivered_sha256"] as? String
            expect(delivered == (bad == 0 ? nil : ItemsTrial.digest(batch?.rest)), "the ledger says \(record)")
        }
        let (code, said, _) = try playground.luova(["verify", "--spool", playground.spool])
        expect(code == 0, "luova verify: \(said)")
        return wrong
    }

    static func digest(_ text: String?) -> String? {
        text.map { String(decoding: Digest(of: $0.utf8).hexadecimal, as: UTF8.self) }
    }
}
