/// A line of the ledger, looked at without reading all of it: its checksum, its number, and whether
/// it closes a group.
struct LedgerLine {
    let sequence: UInt64
    let isCommit: Bool

    /// Nil when the checksum or the beginning is not right. O(n).
    init?(_ line: ArraySlice<UInt8>) {
        guard LedgerRecord.hasRightChecksum(line), line.starts(with: LedgerLine.key) else { return nil }
        let digits = line.dropFirst(LedgerLine.key.count).prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard let sequence = UInt64(String(decoding: digits, as: UTF8.self)) else { return nil }
        let rest = line[digits.endIndex...]
        // `,"time":"`, 27 bytes, `","event":"`.
        guard rest.count > LedgerLine.timeAndKey, rest.starts(with: LedgerLine.time) else { return nil }
        self.sequence = sequence
        isCommit = rest.dropFirst(LedgerLine.timeAndKey).starts(with: LedgerLine.commit)
    }

    private static let key = Array(#"{"seq":"#.utf8)
    private static let time = Array(#","time":""#.utf8)
    private static let timeAndKey = time.count + 27
    private static let commit = Array(#"","event":"commit""#.utf8)
}
