/// What an item of a batch is, as the row of its contract says it. Paths are written as those of the header fields are.
public struct ItemDescription: Equatable, Sendable {
    /// The way from the root element to an item: `Report`, or `Reports/Report`.
    public var path: String
    /// The way from the root element to the number of items; nil where no such number stands.
    public var count: String?
    /// The way from an item to what it calls itself; nil where it has no name of its own.
    public var reference: String?

    /// Describes items.
    public init(path: String, count: String? = nil, reference: String? = nil) {
        self.path = path
        self.count = count
        self.reference = reference
    }

    /// What is wrong with it, by what a schema has.
    func mistakes(in projection: Projection, root: String) -> [String] {
        var mistakes: [String] = []
        let steps = path.split(separator: "/").map(String.init)
        let isElement = !steps.contains { $0.hasPrefix("@") || $0 == "." }
        if !isElement || projection.target(of: path) == .nothing {
            mistakes.append("the schema has no element '\(path)' below \(root); correct items in the contract's row")
        } else if projection.repetitions(along: [root] + steps).last != true {
            mistakes.append("'\(path)' below \(root) cannot occur twice; name the element that repeats as items")
        } else if let reference, projection.target(of: reference == "." ? path : "\(path)/\(reference)") != .value {
            mistakes.append(
                "the schema has no value '\(reference)' below \(path); correct item-reference in the contract's row")
        }
        if let count, count.contains("@") || projection.target(of: count) != .value || count == "." {
            mistakes.append(
                "the schema has no element '\(count)' with a value below \(root); correct item-count in the contract's row"
            )
        } else if let count, "\(count)/".hasPrefix("\(path)/") {
            mistakes.append("'\(count)' stands inside an item; correct item-count in the contract's row")
        }
        return mistakes
    }
}
