import Messages
import Relaying

extension LogEntry {
    /// The longest text that is sent to the journal, in bytes: well below the size of a datagram.
    static let longestText = 32_768

    /// The text on one line: a program may say anything, also what it found in a message.
    var line: String { Escaping.visible(text) }

    /// The entry as the journal stores it (systemd.journal-fields(7)).
    var journalFields: [(name: String, value: [UInt8])] {
        var fields: [(name: String, value: [UInt8])] = [
            ("MESSAGE", Array(line.utf8.prefix(LogEntry.longestText))),
            ("PRIORITY", Array("\(level.rawValue)".utf8)),
            ("SYSLOG_IDENTIFIER", Array("luova".utf8)),
            ("MESSAGE_ID", Array(event.identifier.utf8)),
            ("LUOVA_EVENT", Array(event.rawValue.utf8)),
        ]
        if let participant { fields.append(("LUOVA_PARTNER", Array(participant.text.utf8))) }
        if let route { fields.append(("LUOVA_ROUTE", Array(route.text.utf8))) }
        if let reason { fields.append(("LUOVA_REASON", Array(reason.rawValue.utf8))) }
        return fields
    }
}
