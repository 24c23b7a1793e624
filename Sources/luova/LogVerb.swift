import Files
import Messages
import Recording
import Spooling

/// `luova log`.
enum LogVerb: Verb {
    static let name = "log"
    static let synopsis = "log     [--spool DIR] [--json] [--from ID] [--message ID]   the ledger, for people"
    static let help = """
        usage: luova log [--spool DIR] [--json] [--from ID] [--message ID]

        Prints what the ledger says, one line an event: when, what, its number, from whom, to whom, and why.
        Works beside a running daemon.

        --spool DIR    default: /var/spool/luova
        --from ID      only what participant ID sent
        --message ID   only the message with this id, its sender's or ours (a delivery id)
        --json         the ledger's own lines

        exit: 0, 66 when there is no ledger, 74 when it is damaged.

        example: luova log --spool /var/spool/luova --from pharmacy-100001
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, verb: name, options: ["--spool", "--from", "--message"], flags: ["--json"])
        let path = arguments.value("--spool") ?? SpoolLayout.standard
        let folder: Directory
        do throws(FileError) { folder = try Directory(path: "\(path)/ledger") } catch {
            throw Failure(.noInput, "\(error)")
        }
        let sender = arguments.value("--from").map { ParticipantIdentifier($0) }
        let message = arguments.value("--message")
        var wanted: Set<UInt64> = []
        do throws(LedgerError) {
            try LedgerReader(folder: folder).forEach { record in
                guard record.event != .commit else { return true }
                guard isWanted(record, sender, message, &wanted) else { return true }
                StandardStream.output.write(arguments.has("--json") ? record.line + [0x0A] : text(record))
                return true
            }
        } catch {
            throw Failure(.inputOutput, error.description)
        }
    }

    /// Follows a message: what names it, and what is about it later.
    private static func isWanted(
        _ record: LedgerRecord, _ sender: ParticipantIdentifier?, _ message: String?, _ wanted: inout Set<UInt64>
    ) -> Bool {
        guard sender != nil || message != nil else { return true }
        if let delivery = record.delivery, wanted.contains(delivery.sequence) { return true }
        if let again = record.againOf, wanted.contains(again.sequence) { return true }
        let bySender = sender.map { record.sender == $0 } ?? true
        let byMessage =
            message.map { text in
                (record.messageID.map { $0.elementsEqual(text.utf8) } ?? false)
                    || DeliveryIdentifier(text)?.sequence == record.sequence
            } ?? true
        guard bySender, byMessage else { return false }
        wanted.insert(record.sequence)
        return true
    }

    /// One line for people, with its line feed.
    static func text(_ record: LedgerRecord) -> [UInt8] {
        var words = [
            String(decoding: record.time.text, as: UTF8.self), "\(DeliveryIdentifier(sequence: record.sequence))",
        ]
        words.append(record.event.rawValue)
        if let reason = record.reason { words.append(reason.rawValue) }
        if let delivery = record.delivery { words.append("of \(delivery)") }
        if let again = record.againOf { words.append("again \(again)") }
        if let sender = record.sender { words.append("from \(sender)") }
        if !record.receivers.isEmpty { words.append("to \(record.receivers.map(\.text).joined(separator: ","))") }
        if let type = record.type { words.append("\(type)") }
        if let messageID = record.messageID { words.append("id \(FileName.escaped(messageID))") }
        if let route = record.route { words.append("route \(route)") }
        if let file = record.file { words.append("file \(file)") }
        if record.event == .purged, let told = record.receipt ?? record.feedback { words.append("file \(told)") }
        if let opens = record.opens { words.append("waits until \(String(decoding: opens.text, as: UTF8.self))") }
        if let retention = record.retention { words.append("retention \(retention)") }
        if let through = record.through { words.append("up to \(DeliveryIdentifier(sequence: through))") }
        if let attempt = record.attempt { words.append("try \(attempt)") }
        if let by = record.by { words.append("by \(by)") }
        if let accepted = record.itemsAccepted, let refused = record.itemsRefused {
            words.append("items \(accepted) of \(accepted + refused)")
        }
        if let text = record.text { words.append(": \(text)") }
        if let error = record.errors.first {
            let more = record.errors.count + record.moreErrors - 1
            words.append(
                ": \(error.place.map { "\($0): " } ?? "")\(error.text)\(more > 0 ? " (and \(more) more)" : "")")
        }
        return Array((words.joined(separator: " ") + "\n").utf8)
    }
}
