import Files
import Messages

/// Keeps what stands behind the last commit of a ledger. A crash leaves such lines, and they never
/// became true; but so does somebody who spoils a closing line, and then they are evidence.
struct TornLines {
    private let folder: Directory

    /// Keeps them in the ledger's folder: `<day>.<number of the first>.torn`.
    init(_ folder: Directory) { self.folder = folder }

    /// Takes a segment without any commit out of the ledger.
    func setAside(_ segment: LedgerSegment, isEmpty: Bool) throws(FileError) {
        if isEmpty {
            try folder.remove(segment.name)
            return
        }
        try withFreeName(segment.day, segment.first) { name throws(FileError) in
            try folder.rename(segment.name, to: folder, name)
        }
    }

    /// Writes lines that are about to be cut, durably.
    func keep(_ lines: [UInt8], day: CivilDate, first: UInt64) throws(FileError) {
        try withFreeName(day, first) { name throws(FileError) in
            let file = try folder.create(name, mode: 0o640)
            try file.write(lines[...])
            try file.synchronizeData()
            try folder.synchronize()
        }
    }

    /// The number of the first line in a file of such lines, by its name; nil for any other file.
    static func first(of name: FileName) -> UInt64? {
        let parts = name.description.split(separator: ".")
        guard (3...4).contains(parts.count), parts.last == "torn", CivilDate(text: parts[0].utf8) != nil else {
            return nil
        }
        return DeliveryIdentifier(parts[1])?.sequence
    }

    /// A number may be torn more than once: what is there already stays, and the next place is taken.
    private func withFreeName(
        _ day: CivilDate, _ first: UInt64, _ make: (FileName) throws(FileError) -> Void
    ) throws(FileError) {
        var count = 1
        while true {
            let place = count == 1 ? "" : ".\(count)"
            guard let name = FileName("\(day).\(DeliveryIdentifier(sequence: first))\(place).torn") else {
                preconditionFailure("a fixed form")
            }
            do throws(FileError) {
                return try make(name)
            } catch {
                guard error.cause == .fileExists else { throw error }
                count += 1
            }
        }
    }
}
