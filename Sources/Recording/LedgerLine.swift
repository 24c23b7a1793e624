/// A line of the ledger, looked at without reading all of it: its checksum, its number, and what
/// happened.
struct LedgerLine {
    let sequence: UInt64
    let event: LedgerRecord.Event

    /// Nil when the checksum or the beginning is not right. O(n).
    init?(_ line: ArraySlice<UInt8>) {
        guard LedgerRecord.hasRightChecksum(line), line.starts(with: LedgerLine.key) else { return nil }
        let digits = line.dropFirst(LedgerLine.key.count).prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard let sequence = UInt64(String(decoding: digits, as: UTF8.self)) else { return nil }
        // 27 bytes of time stand between the two keys.
        let rest = line[digits.endIndex...]
        guard rest.starts(with: LedgerLine.time) else { return nil }
        let behind = rest.dropFirst(LedgerLine.time.count + 27)
        guard behind.starts(with: LedgerLine.event) else { return nil }
        let name = behind.dropFirst(LedgerLine.event.count).prefix { $0 != UInt8(ascii: "\"") }
        guard let event = LedgerRecord.Event(rawValue: String(decoding: name, as: UTF8.self)) else { return nil }
        self.sequence = sequence
        self.event = event
    }

    private static let key = Array(#"{"seq":"#.utf8)
    private static let time = Array(#","time":""#.utf8)
    private static let event = Array(#"","event":""#.utf8)
}
