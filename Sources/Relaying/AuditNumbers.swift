/// A set of ledger numbers: one bit for each between the smallest and the largest that were put in.
struct AuditNumbers {
    /// The bits of 64 numbers each.
    private var words: [UInt64] = []
    /// Which 64 numbers the first word is about.
    private var first: UInt64 = 0

    /// Adds a number. O(1) amortised, in whatever order they come.
    mutating func insert(_ number: UInt64) {
        let word = number / 64
        if words.isEmpty { first = word }
        if word < first {
            // As many more as there are: what goes down step by step is not copied at each.
            let more = min(first, max(first - word, UInt64(words.count)))
            words.insert(contentsOf: repeatElement(0, count: Int(more)), at: 0)
            first -= more
        }
        let place = Int(word - first)
        while words.count <= place { words.append(0) }
        words[place] |= 1 << (number % 64)
    }

    /// Takes a number out; false where it was not in. O(1).
    mutating func remove(_ number: UInt64) -> Bool {
        guard contains(number) else { return false }
        words[Int(number / 64 - first)] &= ~(1 << (number % 64))
        return true
    }

    /// Whether a number was put in.
    func contains(_ number: UInt64) -> Bool {
        let word = number / 64
        guard word >= first, word - first < UInt64(words.count) else { return false }
        return words[Int(word - first)] >> (number % 64) & 1 == 1
    }
}
