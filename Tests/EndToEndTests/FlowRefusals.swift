// Every way in which a message of a flow is refused, made of a message that is accepted. What lies in the file system, in
// the row of its sender or in what came before is not here but in FlowsEndToEndTests: not-a-file, linked, wrong-owner,
// unreadable, over-quota and id-reused.

import Files
import Foundation
import Support

/// One file that is refused.
struct FlowRefusal {
    /// The reason that must be told.
    let reason: String
    /// What the file holds.
    let bytes: [UInt8]
    /// Who drops it; nil for the flow's sender.
    var sender: String?

    /// The name that it gets.
    var name: String { "\(reason).\(reason == "syntax-not-permitted" ? "json" : "xml")" }
}

extension Flow {
    /// The files that are refused on this flow, one for each reason that lies in a file or its row.
    ///
    /// - Parameter message: a message that is accepted, in XML.
    func refusals(of message: String) -> [FlowRefusal] {
        func refusal(_ reason: String, _ text: String, from sender: String? = nil) -> FlowRefusal {
            FlowRefusal(reason: reason, bytes: Array(text.utf8), sender: sender)
        }
        let end = "</\(root)>"
        let attributes = (1...300).map { " a\($0)=\"\"" }.joined()
        let depth = 200
        let nested = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        var refusals = [
            refusal("empty", ""),
            refusal("too-large", message + "<!--\(String(repeating: "x", count: FlowTrial.largest))-->"),
            refusal("incomplete", String(message.prefix(message.count / 2))),
            FlowRefusal(
                reason: "not-utf8", bytes: Array(message.utf8) + Array("<!-- ".utf8) + [0xE4, 0x20] + Array("-->".utf8)),
            refusal("malformed", message.replacing("</Header>", with: "</Heading>")),
            refusal("doctype", message.replacing("?>\n", with: "?>\n<!DOCTYPE \(root)>\n", maxReplacements: 1)),
            refusal("too-deep", message.replacing(end, with: nested + end)),
            refusal("limit", message.replacing(end, with: "<a\(attributes)/>" + end)),
            refusal("unknown-message", message.replacing("\(type):1\"", with: "\(type):9\"")),
            refusal("not-permitted", message, from: "bank-old"),
            refusal("agreement-not-in-force", message, from: "former"),
            refusal("invalid", message.replacing(#/<CreatedAt>[^<]*/#, with: "<CreatedAt>yesterday")),
            refusal("sender-mismatch", message.replacing(#/<Sender>[^<]*/#, with: "<Sender>somebody-else")),
        ]
        let isXMLOnly = !["reimbursement-query", "purchase-notification", "benefit-inquiry"].contains(type)
        if isXMLOnly {
            refusals.append(refusal("syntax-not-permitted", "{\"\(root)\":{\"@xmlns\":\"urn:luova:\(type):1\"}}"))
        }
        for reason in ownReasons { refusals.append(refusal(reason, broken(message, for: reason))) }
        return refusals
    }

    /// The message under another id of the same form.
    ///
    /// - Parameter number: 1 to 9; another one makes another id.
    func renamed(_ message: String, _ number: Int) -> String {
        type == "payment-order"
            ? message.replacing(
                #/<MessageReference>[^<]*/#, with: "<MessageReference>PAY-20991231-000\(number)", maxReplacements: 1)
            : message.replacing(#/<MessageId>[0-9a-f]{8}/#, with: "<MessageId>0000000\(number)", maxReplacements: 1)
    }

    /// The message with what only a few types are refused for.
    private func broken(_ message: String, for reason: String) -> String {
        switch reason {
        case "no-message-id":
            message.replacing(#/<MessageReference>[^<]*/#, with: "<MessageReference> ", maxReplacements: 1)
        case "wrong-environment": message.replacing("<Environment>test<", with: "<Environment>production<")
        case "no-consent": message.replacing(#/<ConsentReference>[^<]*<\/ConsentReference>/#, with: "")
        case "profile": message.replacing("</\(root)>", with: "<Diagnosis>M54.5</Diagnosis></\(root)>")
        default: message
        }
    }
}
