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
    /// Half of a fingerprint, and a place in `entries`, counted from 1; 0 is free. At most half full.
    private var places: [UInt64]
    private var shift: UInt64
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
        var place = Int(truncatingIfNeeded: (fingerprint &* multiplier) >> shift)
        while places[place] != 0 {
            if places[place] >> 32 == fingerprint & 0xFFFF_FFFF {
                let entry = entries[Int(places[place] & 0xFFFF_FFFF) - 1]
                if entry.fingerprint == fingerprint { visit(entry.sequence) }
            }
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
            for number in 1...entries.count { put(number) }
        } else {
            put(entries.count)
        }
        return true
    }

    /// Says when it was, where no message was accepted yet.
    mutating func note(_ time: Int64) { if samples.isEmpty { samples.append(time) } }

    /// The messages in the order of their fingerprints, and of their numbers under the same one, as they
    /// were added. O(n), whatever the fingerprints are: six passes over eleven bits each.
    func sorted() -> [FingerprintEntry] {
        var sorted = entries
        var other = entries
        for shift in stride(from: UInt64(0), to: 64, by: 11) {
            var starts = [Int](repeating: 0, count: 2_049)
            for entry in sorted { starts[Int(entry.fingerprint >> shift & 2_047) + 1] += 1 }
            for digit in 1...2_048 { starts[digit] += starts[digit - 1] }
            for entry in sorted {
                let digit = Int(entry.fingerprint >> shift & 2_047)
                other[starts[digit]] = entry
                starts[digit] += 1
            }
            swap(&sorted, &other)
        }
        return sorted
    }

    /// Forgets all.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        for place in places.indices { places[place] = 0 }
        samples.removeAll()
    }

    private mutating func put(_ number: Int) {
        let fingerprint = entries[number - 1].fingerprint
        var place = Int(truncatingIfNeeded: (fingerprint &* multiplier) >> shift)
        while places[place] != 0 { place = (place + 1) & (places.count - 1) }
        places[place] = fingerprint << 32 | UInt64(number)
    }
}
