/// A set of ledger numbers: one bit for each from the first on that was put in.
struct AuditNumbers {
    private var base: UInt64?
    private var words: [UInt64] = []

    /// Adds a number; none may be smaller than the first. O(1) amortised.
    mutating func insert(_ number: UInt64) {
        let base = base ?? number
        self.base = base
        guard number >= base else { return }
        let place = Int((number - base) / 64)
        while words.count <= place { words.append(0) }
        words[place] |= 1 << ((number - base) % 64)
    }

    /// Takes a number out; false where it was not in. O(1).
    mutating func remove(_ number: UInt64) -> Bool {
        guard contains(number), let base else { return false }
        words[Int((number - base) / 64)] &= ~(1 << ((number - base) % 64))
        return true
    }

    /// Whether a number was put in.
    func contains(_ number: UInt64) -> Bool {
        guard let base, number >= base, (number - base) / 64 < UInt64(words.count) else { return false }
        return words[Int((number - base) / 64)] >> ((number - base) % 64) & 1 == 1
    }
}
