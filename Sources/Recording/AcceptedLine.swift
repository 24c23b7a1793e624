import Messages

/// What the duplicate index needs of a ledger line, read without the rest: a window has tens of
/// millions of lines.
struct AcceptedLine: ScannedLine {
    let sequence: UInt64
    let time: Timestamp
    /// Of the accepted message's key; nil for every other event.
    let fingerprint: UInt64?
    /// Whether the line closes a group.
    let isCommit: Bool

    static let senderName = Array(#","from":""#.utf8)
    private static let typeName = Array(#","message":""#.utf8)
    private static let identifierName = Array(#","message_id":""#.utf8)
    private static let keyName = Array(#","key":""#.utf8)

    /// What stands at the beginning of each line, in a fixed form: number, time, event.
    struct Beginning {
        let sequence: UInt64
        let time: Timestamp
        /// From the event on.
        let rest: ArraySlice<UInt8>

        private static let commit = Array(#","event":"commit""#.utf8)
        private static let accepted = Array(#","event":"accepted""#.utf8)
        private static let delivery = Array(#","id":""#.utf8)
        private static let request = Array(#"","of":""#.utf8)

        /// Nil when the line is not what was written. O(n).
        init?(_ line: ArraySlice<UInt8>) {
            guard AcceptedLine.isWhole(line), let sequence = LedgerLines.sequence(line),
                let comma = line.firstIndex(of: UInt8(ascii: ",")), line.endIndex - comma > 60,
                let time = Timestamp(text: line[(comma + 9)..<(comma + 36)])
            else { return nil }
            self.sequence = sequence
            self.time = time
            rest = line[(comma + 37)...]
        }

        /// Whether the line closes a group.
        var isCommit: Bool { rest.starts(with: Beginning.commit) }

        /// Whether a sender's message is accepted. A reply, which names its request first, is a program's: it is no
        /// message that somebody could send again.
        var isMessage: Bool {
            guard rest.starts(with: Beginning.accepted) else { return false }
            let number = rest.dropFirst(Beginning.accepted.count)
            guard number.starts(with: Beginning.delivery) else { return true }
            return !number.dropFirst(Beginning.delivery.count).drop { $0 != UInt8(ascii: "\"") }
                .starts(with: Beginning.request)
        }
    }

    /// Reads a line; nil when it is not what was written.
    init?(_ line: ArraySlice<UInt8>) {
        guard let beginning = Beginning(line) else { return nil }
        sequence = beginning.sequence
        time = beginning.time
        isCommit = beginning.isCommit
        guard beginning.isMessage else {
            fingerprint = nil
            return
        }
        let event = beginning.rest
        guard let plain = AcceptedLine.plainFingerprint(event) else {
            guard let record = LedgerRecord(line: line) else { return nil }
            fingerprint = AcceptedLine.fingerprint(record)
            return
        }
        fingerprint = plain
    }

    /// The fingerprint of a line whose values need no unescaping; nil when they do, or one is missing.
    private static func plainFingerprint(_ line: ArraySlice<UInt8>) -> UInt64? {
        guard let sender = value(senderName, line), let type = value(typeName, line[sender.endIndex...]),
            let messageID = value(identifierName, line[type.endIndex...]),
            value(keyName, line[messageID.endIndex...]) == nil
        else { return nil }
        return DuplicateKey.fingerprint(sender: sender.span, type: type.span, messageID: messageID.span)
    }

    /// The value behind a member's beginning; nil when the member is not there or its value has an escape.
    /// Inside a value no such beginning can stand, since its quotes would be escaped.
    static func value(_ beginning: [UInt8], _ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let count = beginning.count
        var place = line.startIndex
        while place + count < line.endIndex {
            if line[place] == beginning[0], line[place + 2] == beginning[2],
                line[place..<(place + count)].elementsEqual(beginning)
            {
                let start = place + count
                for end in start..<line.endIndex {
                    if line[end] == UInt8(ascii: "\\") { return nil }
                    if line[end] == UInt8(ascii: "\"") { return line[start..<end] }
                }
                return nil
            }
            place += 1
        }
        return nil
    }

    private static func fingerprint(_ record: LedgerRecord) -> UInt64? {
        guard record.delivery == nil, let sender = record.sender, let type = record.type,
            let messageID = record.messageID
        else { return nil }
        return record.key ?? DuplicateKey(sender: sender, type: type, messageID: messageID).fingerprint
    }

    /// Whether the checksum at the end is that of what stands before it.
    private static func isWhole(_ line: ArraySlice<UInt8>) -> Bool {
        let tail = 18
        guard line.count > tail else { return false }
        let end = line.endIndex - tail
        let expected = Array(#","sum":""#.utf8) + Checksum.text(Checksum.of(line[..<end])) + Array(#""}"#.utf8)
        return line[end...].elementsEqual(expected)
    }
}
