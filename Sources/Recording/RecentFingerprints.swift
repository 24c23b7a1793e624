/// An accepted message in the index.
struct FingerprintEntry: Equatable {
    /// Its key's.
    let fingerprint: UInt64
    /// Its ledger number.
    let sequence: UInt64
}

/// The messages that are in no run yet, in memory: a list, and a hash table of places in it with open
/// addressing. `FingerprintLog` has them on the disk.
struct RecentFingerprints {
    private(set) var entries: [FingerprintEntry] = []
    /// When one in 1,024 of the messages was accepted.
    private var samples: [Int64] = []
    /// Places in `entries`, counted from 1; 0 is free. At most half full.
    private var places: [UInt32]
    private var shift: Int
    /// Another one in each process, so that nobody can choose ids that all fall on one place.
    private let multiplier = UInt64.random(in: .min ... .max) | 1

    /// Nothing yet.
    init() {
        places = Array(repeating: 0, count: 1 << 10)
        shift = 64 - 10
    }

    var count: Int { entries.count }

    /// When half of the messages had been accepted, roughly; no clock that is wrong for less than half of
    /// them can move it far. Nil when nothing was added.
    var middle: Int64? { samples.isEmpty ? nil : samples.sorted()[samples.count / 2] }

    /// Calls `visit` with every ledger number under a fingerprint. O(1) expected.
    func forEach(_ fingerprint: UInt64, _ visit: (UInt64) -> Void) {
        var place = Int(truncatingIfNeeded: (fingerprint &* multiplier) >> UInt64(shift))
        while places[place] != 0 {
            let entry = entries[Int(places[place]) - 1]
            if entry.fingerprint == fingerprint { visit(entry.sequence) }
            place = (place + 1) & (places.count - 1)
        }
    }

    /// Adds a message; false when it is there already. O(1) amortised.
    @discardableResult
    mutating func insert(_ fingerprint: UInt64, _ sequence: UInt64, _ time: Int64) -> Bool {
        var isKnown = false
        forEach(fingerprint) { if $0 == sequence { isKnown = true } }
        if isKnown { return false }
        entries.append(FingerprintEntry(fingerprint: fingerprint, sequence: sequence))
        if entries.count & 1_023 == 1 { samples.append(time) }
        if 2 * entries.count > places.count {
            shift -= 1
            places = Array(repeating: 0, count: 2 * places.count)
            putAll()
        } else {
            put(entries.count)
        }
        return true
    }

    /// Says when it was, where no message was accepted yet.
    mutating func note(_ time: Int64) { if samples.isEmpty { samples.append(time) } }

    /// Puts the list in the order of fingerprints, and of numbers under the same one. O(n log n).
    mutating func sort() {
        entries.sort { ($0.fingerprint, $0.sequence) < ($1.fingerprint, $1.sequence) }
        for place in places.indices { places[place] = 0 }
        putAll()
    }

    /// Forgets all.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        for place in places.indices { places[place] = 0 }
        samples.removeAll()
    }

    private mutating func putAll() { for number in entries.indices { put(number + 1) } }

    private mutating func put(_ number: Int) {
        var place = Int(truncatingIfNeeded: (entries[number - 1].fingerprint &* multiplier) >> UInt64(shift))
        while places[place] != 0 { place = (place + 1) & (places.count - 1) }
        places[place] = UInt32(number)
    }
}
