/// Where the items of a batch stand in a document, written as `FieldPaths` are; what is asked of a document in which
/// each of them is judged by itself.
///
/// An object: it goes along with each document and never changes.
public final class ItemPaths: Sendable {
    /// The elements on the way to an item, the item's own last.
    let item: [String]
    /// The elements on the way to the number of items; empty where no such number stands.
    let count: [String]
    /// What an item calls itself, on the way from the item on.
    let reference: FieldPaths

    /// Keeps the steps as bytes that end in NUL, as libxml2 has names.
    let itemNames: [[UInt8]]
    let countNames: [[UInt8]]

    /// Compiles the paths.
    ///
    /// - Parameters:
    ///   - item: the way from the root's children to an item: elements only.
    ///   - count: the way from the root's children to the number of items; elements only. Nil for none.
    ///   - reference: the way from an item to what it calls itself; nil for none.
    public init(item: String, count: String? = nil, reference: String? = nil) {
        func steps(_ path: String?) -> [String] { path?.split(separator: "/").map(String.init) ?? [] }
        self.item = steps(item)
        self.count = steps(count)
        self.reference = FieldPaths([reference])
        itemNames = self.item.map { Array($0.utf8) + [0] }
        countNames = self.count.map { Array($0.utf8) + [0] }
    }
}

/// What is known of the items of a document that was read to its end.
public struct ItemTally: Sendable {
    /// An item that breaks a rule.
    public struct Broken: Sendable {
        /// Which one it is, from 1.
        public var number: Int
        /// Its bytes, from the white space before its start tag to the end of its end tag.
        public var bytes: Range<Int>
        /// What it calls itself; nil when it does not.
        public var reference: [UInt8]?
        /// The rules that it breaks, by their places among the document's violations.
        public var violations: Range<Int>
    }

    /// How many items there are.
    public var count = 0
    /// Those that break a rule, in their order.
    public var broken: [Broken] = []
    /// How many rules are broken elsewhere.
    public var outside = 0
    /// Where the number of items stands: the bytes between its tags, and what they say.
    public var stated: (bytes: Range<Int>, text: [UInt8])?
}
