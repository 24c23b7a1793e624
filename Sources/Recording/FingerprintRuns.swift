import Files

/// The runs of the window, and the filters that say which of them may hold a fingerprint.
struct FingerprintRuns {
    /// So many searches touch at most 4 MB of mapped pages; then all are let go.
    private static let mostSearches = 32

    private let blocks: Int
    /// By place: the filter, and the column in it.
    private var places: [FingerprintRun?] = []
    private var filters: [RunFilter] = []
    /// Since pages were let go.
    private var searched: [FingerprintRun] = []

    /// No runs yet; each has so many blocks of bits.
    init(blocks: Int) { self.blocks = blocks }

    /// All of them, by their first ledger line.
    var all: [FingerprintRun] { places.compactMap { $0 }.sorted { $0.lines.lowerBound < $1.lines.lowerBound } }

    /// Takes a run in.
    mutating func add(_ run: FingerprintRun) throws(FileError) {
        let place = places.firstIndex { $0 == nil } ?? places.count
        if place == places.count { places.append(nil) }
        places[place] = run
        if place / RunFilter.width == filters.count { filters.append(try RunFilter(blocks: blocks)) }
        filters[place / RunFilter.width].set(place % RunFilter.width) { run.bits($0) }
        run.release()
    }

    /// Lets a run go; its file stays.
    mutating func remove(_ run: FingerprintRun) {
        guard let place = places.firstIndex(where: { $0 === run }) else { return }
        filters[place / RunFilter.width].set(place % RunFilter.width) { _ in 0 }
        places[place] = nil
    }

    /// Calls `visit` with every ledger number under a fingerprint. O(runs / 64) where there is none.
    mutating func forEach(_ fingerprint: UInt64, _ visit: (UInt64) -> Void) {
        for number in filters.indices {
            var mask = filters[number].candidates(fingerprint)
            while mask != 0 {
                let column = mask.trailingZeroBitCount
                mask &= mask - 1
                guard let run = places[number * RunFilter.width + column] else { continue }
                run.forEach(fingerprint, visit)
                searched.append(run)
            }
        }
        if searched.count >= FingerprintRuns.mostSearches {
            for run in searched { run.release() }
            searched.removeAll(keepingCapacity: true)
        }
    }
}
