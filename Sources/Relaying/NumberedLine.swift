/// A line in which each stands by its number, whenever it came.
struct NumberedLine<Element> {
    private var line = Line<(number: UInt64, element: Element)>()

    /// How many stand in it.
    var count: Int { line.count }

    /// The one with the lowest number.
    var first: Element? { line.first?.element }
    /// All that stand in it, in their order. O(n).
    var all: some Sequence<Element> { line.all.lazy.map(\.element) }

    /// Puts one in its place, behind those of the same number. O(1) for the highest number, else O(n).
    mutating func insert(_ element: Element, at number: UInt64) {
        line.insert((number, element)) { $0.number > number }
    }

    /// Takes out the one with the lowest number. Amortized O(1).
    mutating func removeFirst() -> (number: UInt64, element: Element)? { line.removeFirst() }
}

extension NumberedLine: Sendable where Element: Sendable {}
