import Files
public import Messages

extension LedgerLines {
    /// Calls `visit` with the time, the sender and the row of each message that was accepted at a moment or later.
    ///
    /// Searches for the first line of that time, and reads from there on: O(log n) reads of a kilobyte, and the lines
    /// since.
    ///
    /// - Parameter last: the number of the last line that is committed.
    public func forEachMessage(
        since time: Timestamp, upTo last: UInt64,
        _ visit: (Timestamp, ParticipantIdentifier, RouteIdentifier) -> Void
    ) throws(LedgerError) {
        let first = try LedgerError.orFile { () throws(FileError) in try firstLine(since: time, upTo: last) }
        guard first <= last else { return }
        try forEach(MessageLine.self, from: first) { line throws(FileError) in
            if line.time >= time, let sender = line.sender, let route = line.route { visit(line.time, sender, route) }
            return true
        }
    }

    /// The number of the first line of a moment or later; one more than the last line when there is none. Times in the
    /// ledger never go back.
    func firstLine(since time: Timestamp, upTo last: UInt64) throws(FileError) -> UInt64 {
        try refresh()
        guard var low = segments.first?.first else { return last + 1 }
        var high = last + 1
        while low < high {
            let middle = low + (high - low) / 2
            if let record = try record(middle), record.time < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// What a count of messages needs of a ledger line.
private struct MessageLine: ScannedLine {
    let sequence: UInt64
    let time: Timestamp
    let isCommit: Bool
    /// Nil for every line but one that accepts a sender's message.
    let sender: ParticipantIdentifier?
    let route: RouteIdentifier?

    private static let routeName = Array(#","route":""#.utf8)

    init?(_ line: ArraySlice<UInt8>) {
        guard let beginning = AcceptedLine.Beginning(line) else { return nil }
        sequence = beginning.sequence
        time = beginning.time
        isCommit = beginning.isCommit
        // Neither has a character that would have to be escaped.
        guard beginning.isMessage, let sender = AcceptedLine.value(AcceptedLine.senderName, beginning.rest),
            let route = AcceptedLine.value(MessageLine.routeName, beginning.rest[sender.endIndex...])
        else {
            sender = nil
            route = nil
            return
        }
        self.sender = ParticipantIdentifier(String(decoding: sender, as: UTF8.self))
        self.route = RouteIdentifier(String(decoding: route, as: UTF8.self))
    }
}
