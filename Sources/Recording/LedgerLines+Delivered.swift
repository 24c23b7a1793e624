import Files
public import Messages

extension LedgerLines {
    /// When each of some deliveries was recorded as delivered; those that were not are missing.
    ///
    /// Reads the lines from each acceptance on until its end is found: most often, a few groups.
    public func delivered(_ wanted: Set<DeliveryIdentifier>) throws(LedgerError) -> [DeliveryIdentifier: Timestamp] {
        var found: [DeliveryIdentifier: Timestamp] = [:]
        var left = wanted.sorted { ($0.sequence, $0.receiver) < ($1.sequence, $1.receiver) }[...]
        while let next = left.first {
            var open: Set<DeliveryIdentifier> = []
            try forEach(DeliveredLine.self, from: next.sequence) { line throws(FileError) in
                while let one = left.first, one.sequence <= line.sequence { open.insert(left.removeFirst()) }
                if let delivery = line.delivery, open.remove(delivery) != nil { found[delivery] = line.time }
                return !open.isEmpty
            }
            // Behind the end of the ledger nothing is found.
            if let one = left.first, one.sequence == next.sequence { left.removeFirst() }
        }
        return found
    }
}

/// What a look for the ends of deliveries needs of a line.
private struct DeliveredLine: ScannedLine {
    let sequence: UInt64
    let time: Timestamp
    let isCommit: Bool
    /// Nil for every line but `delivered`.
    let delivery: DeliveryIdentifier?

    private static let beginning = Array(#","event":"delivered","of":""#.utf8)

    init?(_ line: ArraySlice<UInt8>) {
        guard let beginning = AcceptedLine.Beginning(line) else { return nil }
        sequence = beginning.sequence
        time = beginning.time
        isCommit = beginning.isCommit
        guard beginning.rest.starts(with: DeliveredLine.beginning) else {
            delivery = nil
            return
        }
        let number = beginning.rest.dropFirst(DeliveredLine.beginning.count).prefix { $0 != UInt8(ascii: "\"") }
        delivery = DeliveryIdentifier(String(decoding: number, as: UTF8.self))
    }
}
