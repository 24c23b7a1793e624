public import Messages

extension LedgerRecord {
    /// The record as one line of JSON with its checksum, without the line feed.
    ///
    /// The checksum is the last member and covers every byte before its comma.
    public var line: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(512)
        append(to: &line)
        return line
    }

    /// Adds the line to bytes, as `line` has it: a whole group is written into one piece of memory.
    func append(to bytes: inout [UInt8]) {
        let start = bytes.count
        var json = JSONText(behind: bytes)
        // Held by nobody else now, so that it is not copied.
        bytes = []
        writeContent(to: &json)
        if let chain { json.string("chain", chain) }
        bytes = json.bytes
        json = JSONText(behind: [])
        let sum = Checksum.of(bytes[start...])
        bytes.append(contentsOf: #","sum":""#.utf8)
        Checksum.append(sum, to: &bytes)
        bytes.append(contentsOf: #""}"#.utf8)
    }

    /// The line's beginning: everything before the chain value and the checksum.
    var content: [UInt8] {
        var json = JSONText()
        writeContent(to: &json)
        return json.bytes
    }

    private func writeContent(to json: inout JSONText) {
        json.openObject()
        json.number("seq", sequence)
        json.string("time", time)
        json.string("event", event.rawValue)
        if event == .accepted { json.string("id", DeliveryIdentifier(sequence: sequence).description) }
        json.optional("of", delivery?.description)
        json.optional("from", sender?.text)
        json.optional("file", file)
        if let size { json.number("size", size) }
        json.optional("sha256", digest)
        json.optional("message", type?.text)
        json.optional("message_id", messageID)
        json.optional("key", key.map { String($0, radix: 16) })
        json.optional("syntax", syntax?.rawValue)
        json.optional("route", route?.text)
        if !receivers.isEmpty {
            json.openArray("to")
            for receiver in receivers { json.string(nil, receiver.text) }
            json.closeArray()
        }
        if let opens { json.string("opens", opens) }
        json.optional("reason", reason?.rawValue)
        json.optional("attempt", attempt)
        json.optional("text", text)
        if !errors.isEmpty {
            json.openArray("errors")
            for error in errors { error.write(to: &json) }
            json.closeArray()
        }
        if moreErrors > 0 { json.number("more_errors", moreErrors) }
        json.optional("items_accepted", itemsAccepted)
        json.optional("items_refused", itemsRefused)
        json.optional("delivered_sha256", delivered)
        if !taken.isEmpty {
            json.openArray("taken")
            for name in taken { json.string(nil, name) }
            json.closeArray()
        }
        if let sourceInode, let sourceChanged {
            json.number("source_inode", sourceInode)
            json.number("source_changed", sourceChanged)
        }
        json.optional("receipt", receipt)
        if let by {
            json.string("by", by.name)
            json.number("by_uid", UInt64(by.user))
        }
        json.optional("again_of", againOf?.description)
        json.optional("feedback", feedback)
        json.optional("retention", retention)
        json.optional("basis", basis)
        if let through { json.number("through", through) }
        json.optional("anchor", anchor)
        if let settled { json.number("settled", settled) }
        json.optional("previous", previous)
    }

    /// The bytes behind the last member: `,"sum":"xxxxxxxx"}`.
    private static let tail = 18
    /// The bytes from the chain value on: `,"chain":"<64 digits>"` and the checksum.
    static let chainTail = 75 + tail

    /// Reads a line that `line` wrote; nil when its checksum or its form is not right.
    public init?(line: some RandomAccessCollection<UInt8>) {
        guard let object = LedgerRecord.checked(line) else { return nil }
        guard let sequence = object.number("seq").flatMap({ UInt64(exactly: $0) }),
            let event = object.text("event").flatMap(Event.init),
            let time = object.text("time").flatMap({ Timestamp(text: Array($0.utf8)) })
        else { return nil }
        self.init(sequence: sequence, time: time, event: event)
        delivery = object.text("of").flatMap { DeliveryIdentifier($0) }
        sender = object.text("from").map { ParticipantIdentifier($0) }
        file = object.text("file")
        size = object.number("size")
        digest = object.text("sha256").flatMap { Digest(hexadecimal: Array($0.utf8)) }
        type = object.text("message").map { MessageType($0) }
        messageID = object.text("message_id").map { Array($0.utf8) }
        key = object.text("key").flatMap { UInt64($0, radix: 16) }
        syntax = object.text("syntax").flatMap(Syntax.init)
        route = object.text("route").map { RouteIdentifier($0) }
        receivers = object.list("to").compactMap { $0.asText.map { ParticipantIdentifier($0) } }
        opens = object.text("opens").flatMap { Timestamp(text: Array($0.utf8)) }
        reason = object.text("reason").flatMap(Reason.init)
        attempt = object.number("attempt").map { Int($0) }
        text = object.text("text")
        errors = object.list("errors").compactMap(MessageError.init)
        moreErrors = Int(object.number("more_errors") ?? 0)
        itemsAccepted = object.number("items_accepted").map { Int($0) }
        itemsRefused = object.number("items_refused").map { Int($0) }
        delivered = object.text("delivered_sha256").flatMap { Digest(hexadecimal: Array($0.utf8)) }
        taken = object.list("taken").compactMap(\.asText)
        sourceInode = object.number("source_inode").flatMap { UInt64(exactly: $0) }
        sourceChanged = object.number("source_changed")
        receipt = object.text("receipt")
        if let name = object.text("by"), let user = object.number("by_uid").flatMap({ UInt32(exactly: $0) }) {
            by = Operator(user: user, name: name)
        }
        againOf = object.text("again_of").flatMap { DeliveryIdentifier($0) }
        feedback = object.text("feedback")
        retention = object.text("retention")
        basis = object.text("basis")
        through = object.number("through").flatMap { UInt64(exactly: $0) }
        anchor = object.text("anchor").flatMap { Digest(hexadecimal: Array($0.utf8)) }
        settled = object.number("settled").flatMap { UInt64(exactly: $0) }
        previous = object.text("previous").flatMap { Digest(hexadecimal: Array($0.utf8)) }
        chain = object.text("chain").flatMap { Digest(hexadecimal: Array($0.utf8)) }
    }

    /// Whether a line ends in the checksum of what stands before that. O(n).
    static func hasRightChecksum(_ line: some RandomAccessCollection<UInt8>) -> Bool {
        guard line.count > tail else { return false }
        let expected = Array(#","sum":""#.utf8) + Checksum.text(Checksum.of(line.dropLast(tail))) + Array(#""}"#.utf8)
        return line.suffix(tail).elementsEqual(expected)
    }

    private static func checked(_ line: some RandomAccessCollection<UInt8>) -> LineValue? {
        guard hasRightChecksum(line) else { return nil }
        return LineValue(parsing: Array(line.dropLast(tail)) + [UInt8(ascii: "}")])
    }
}

extension MessageError {
    /// The error as one JSON object, as ledger, receipts and `explain --json` have it.
    public func write(to json: inout JSONText) {
        json.openObject()
        json.string("code", code.rawValue)
        json.optional("line", line)
        json.optional("column", column)
        json.optional("place", place)
        json.string("text", text)
        json.closeObject()
    }

    fileprivate init?(_ value: LineValue) {
        guard let code = value.text("code").flatMap(Code.init), let text = value.text("text") else { return nil }
        self.init(
            code, line: value.number("line").map { Int($0) }, column: value.number("column").map { Int($0) },
            place: value.text("place"), text)
    }
}
