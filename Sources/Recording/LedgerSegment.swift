import Files
import Messages

/// One file of the ledger: `<day>.<first sequence number>.jsonl`.
struct LedgerSegment: Sendable {
    let name: FileName
    /// The sequence number of its first line.
    let first: UInt64
    /// The day on which it was begun.
    let day: CivilDate

    init(day: CivilDate, first: UInt64) {
        let identifier = DeliveryIdentifier(sequence: first).description
        guard let name = FileName("\(day).\(identifier).jsonl") else {
            preconditionFailure("a segment's name is always one")
        }
        self.name = name
        self.first = first
        self.day = day
    }

    /// Reads a segment's name; nil for any other file.
    init?(name: FileName) {
        let parts = name.description.split(separator: ".")
        guard parts.count == 3, parts[2] == "jsonl", let day = CivilDate(text: parts[0].utf8),
            let first = DeliveryIdentifier(parts[1])?.sequence
        else { return nil }
        self.name = name
        self.first = first
        self.day = day
    }

    /// All segments of a ledger folder, in the order of their lines.
    static func all(in folder: Directory) throws(FileError) -> [LedgerSegment] {
        try folder.entries().compactMap { LedgerSegment(name: $0.name) }.sorted { $0.first < $1.first }
    }
}
