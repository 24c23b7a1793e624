import Files
import Messages
import Recording

/// What a sender is told about a file: itself a message with a contract (`contracts/receipt.xsd`), in
/// the syntax of the message that it answers.
///
/// Made of its ledger record, and where its receiver wants it, of the values that break a rule, which no
/// ledger holds. Written once, before the commit; recovery moves that file on and writes none.
struct Receipt {
    private static let namespace = "urn:luova:receipt:1"

    let record: LedgerRecord
    let outcome: Outcome
    /// Whom it is for.
    let receiver: ParticipantIdentifier
    /// The values that break a rule, by the place of their mistake in the record.
    var quotes: [Int: String] = [:]

    /// XML, unless the message was JSON.
    var syntax: Syntax { record.syntax ?? .xml }

    private var identifier: DeliveryIdentifier { DeliveryIdentifier(sequence: record.sequence) }

    /// What names the message: its own delivery id when it was accepted, the first one's for a
    /// duplicate, the failed one for an undelivered message.
    private var deliveries: [DeliveryIdentifier] {
        if let delivery = record.delivery { return [delivery] }
        guard outcome == .accepted else { return [] }
        return record.receivers.indices.map { DeliveryIdentifier(sequence: record.sequence, receiver: $0) }
    }

    /// The receipt's bytes.
    var bytes: [UInt8] { syntax == .xml ? xml : json }

    private var messageID: String? {
        record.messageID.flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
    }

    private var time: String { String(decoding: record.time.text, as: UTF8.self) }

    private var xml: [UInt8] {
        var text = XMLText()
        text.open("Receipt", namespace: Receipt.namespace)
        text.open("Header")
        text.element("MessageId", "receipt-\(identifier)")
        text.element("CreatedAt", time)
        text.element("Sender", "luova")
        text.element("Receiver", receiver.text)
        text.element("InReplyTo", messageID)
        text.close("Header")
        text.element("FileName", record.file ?? "")
        text.element("Sha256", record.digest.map { String(decoding: $0.hexadecimal, as: UTF8.self) })
        text.element("ReceivedAt", time)
        text.element("Outcome", outcome.rawValue)
        text.element("Reason", record.reason?.rawValue)
        text.element("Message", record.type?.text)
        text.element("Route", record.route?.text)
        for delivery in deliveries { text.element("DeliveryId", delivery.description) }
        text.element("ItemsAccepted", record.itemsAccepted.map { String($0) })
        text.element("ItemsRefused", record.itemsRefused.map { String($0) })
        text.element("DeliveredSha256", record.delivered.map { String(decoding: $0.hexadecimal, as: UTF8.self) })
        for (number, error) in record.errors.enumerated() {
            text.open("Error")
            text.element("Code", error.code.rawValue)
            text.element("Line", error.line.map { String($0) })
            text.element("Column", error.column.map { String($0) })
            text.element("Place", error.place)
            text.element("Text", error.text)
            text.element("Value", quotes[number])
            text.close("Error")
        }
        if record.moreErrors > 0 { text.element("MoreErrors", String(record.moreErrors)) }
        text.close("Receipt")
        return text.bytes
    }

    private var json: [UInt8] {
        var text = JSONText()
        text.openObject()
        text.openObject("Receipt")
        text.string("@xmlns", Receipt.namespace)
        text.openObject("Header")
        text.string("MessageId", "receipt-\(identifier)")
        text.string("CreatedAt", time)
        text.string("Sender", "luova")
        text.string("Receiver", receiver.text)
        text.optional("InReplyTo", messageID)
        text.closeObject()
        text.string("FileName", record.file ?? "")
        text.optional("Sha256", record.digest)
        text.string("ReceivedAt", time)
        text.string("Outcome", outcome.rawValue)
        text.optional("Reason", record.reason?.rawValue)
        text.optional("Message", record.type?.text)
        text.optional("Route", record.route?.text)
        if !deliveries.isEmpty {
            text.openArray("DeliveryId")
            for delivery in deliveries { text.string(nil, delivery.description) }
            text.closeArray()
        }
        text.optional("ItemsAccepted", record.itemsAccepted)
        text.optional("ItemsRefused", record.itemsRefused)
        text.optional("DeliveredSha256", record.delivered)
        if !record.errors.isEmpty {
            text.openArray("Error")
            for (number, error) in record.errors.enumerated() {
                text.openObject()
                text.string("Code", error.code.rawValue)
                text.optional("Line", error.line)
                text.optional("Column", error.column)
                text.optional("Place", error.place)
                text.string("Text", error.text)
                text.optional("Value", quotes[number])
                text.closeObject()
            }
            text.closeArray()
        }
        if record.moreErrors > 0 { text.number("MoreErrors", record.moreErrors) }
        text.closeObject()
        text.closeObject()
        return text.bytes + [0x0A]
    }
}
