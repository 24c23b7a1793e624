import Files

/// The names in a drop folder whose sender's order is kept, as a listing finds them: the earliest ones, by the times when
/// they were written, then by name.
///
/// Its memory is bounded: of more than `most` names, the latest are dropped, for another listing.
struct ArrivalListing {
    private struct Entry {
        let name: FileName
        let modified: Int64
        let changed: Int64

        func isBefore(_ other: Entry) -> Bool {
            modified != other.modified
                ? modified < other.modified : name.bytes.lexicographicallyPrecedes(other.name.bytes)
        }
    }

    /// So many names are kept: more than may wait and be in hand together.
    static let most = 8_192

    private var entries: [Entry] = []
    private var isCut = false

    /// Adds a name, with the times of its file in nanoseconds since 1970. Amortized O(log n).
    mutating func add(_ name: FileName, modified: Int64, changed: Int64) {
        entries.append(Entry(name: name, modified: modified, changed: changed))
        if entries.count >= 2 * ArrivalListing.most { cut() }
    }

    private mutating func cut() {
        entries.sort { $0.isBefore($1) }
        guard entries.count > ArrivalListing.most else { return }
        entries.removeSubrange(ArrivalListing.most...)
        isCut = true
    }

    /// The names in their order, whether there are more, and whether any was left out.
    ///
    /// - Parameter left: files that changed in this time are left out.
    mutating func names(leaving left: ClosedRange<Int64>?) -> (names: [FileName], isCut: Bool, hasLeft: Bool) {
        cut()
        let kept = entries.filter { entry in
            left.map { entry.changed <= $0.lowerBound || $0.upperBound < entry.changed } ?? true
        }
        return (kept.map(\.name), isCut, kept.count < entries.count)
    }
}
