/// A line in which each stands by its number, whenever it came.
struct NumberedLine<Element> {
    private var entries: [(number: UInt64, element: Element)] = []
    /// Where the first one stands.
    private var head = 0

    /// How many stand in it.
    var count: Int { entries.count - head }

    /// Puts one in its place, behind those of the same number. O(1) for the highest number, else O(n).
    mutating func insert(_ element: Element, at number: UInt64) {
        var low = head
        var high = entries.count
        if let last = entries.last, head < entries.count, last.number > number {
            while low < high {
                let middle = (low + high) / 2
                if entries[middle].number <= number { low = middle + 1 } else { high = middle }
            }
        } else {
            low = high
        }
        entries.insert((number, element), at: low)
    }

    /// Takes out the one with the lowest number. Amortized O(1).
    mutating func removeFirst() -> (number: UInt64, element: Element)? {
        guard head < entries.count else { return nil }
        let first = entries[head]
        head += 1
        if head == entries.count || head > 512 && head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return first
    }
}
