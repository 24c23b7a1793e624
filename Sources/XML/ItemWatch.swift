internal import Glibc

/// Follows a document from item to item: which of them break a rule, and where their bytes are. Asks for nothing but a
/// comparison of numbers at elements that stand deeper than an item, or where no items are watched.
struct ItemWatch {
    /// The bytes of a tag: where the white space before it begins, where it begins itself, and where it ends.
    struct Tag {
        var margin: Int
        var start: Int
        var end: Int
    }

    private var paths: ItemPaths?
    /// How many steps of the way to an item the open elements match, and the same of the number of items.
    private var matched = 0
    private var countMatched = 0
    /// The deepest element that may be asked about, of all and now; -1 when none is.
    private var deepest = -1
    private var deepestNow = -1
    private var reference = FieldCapture()
    /// The open item's first byte, and how many violations there were before it.
    private var start = 0
    private var violationsBefore = (all: 0, kept: 0)
    private var countStart = 0
    private var statedText: [UInt8] = []
    private(set) var tally = ItemTally()

    /// Gives its memory back; it must not be used afterwards.
    func destroy() { reference.destroy() }

    /// Whether items are watched at all.
    var isOn: Bool { paths != nil }

    mutating func reset() {
        guard paths != nil else { return }
        paths = nil
        matched = 0
        countMatched = 0
        deepest = -1
        deepestNow = -1
        reference.reset()
        tally = ItemTally()
    }

    mutating func begin(_ wanted: ItemPaths) {
        paths = wanted
        deepest = max(wanted.item.count, wanted.count.count)
        deepestNow = deepest
    }

    /// Whether the bytes of the tags of an element at a depth are asked for; the root's depth is 0.
    @inline(__always)
    func asks(at depth: Int) -> Bool { depth <= deepestNow && depth > 0 }

    /// An element opens. `attributes` is what SAX gives.
    ///
    /// - Parameter violations: how many there are, and how many of them are kept.
    mutating func start(
        _ name: UnsafePointer<UInt8>, depth: Int, tag: Tag?, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
        count: Int, violations: (all: Int, kept: Int)
    ) {
        guard let paths else { return }
        if isInside(paths) {
            reference.start(name, depth: depth - paths.item.count, attributes: attributes, count: count)
            return
        }
        guard depth > 0, depth <= deepest, let tag else { return }
        if countMatched == depth - 1, depth <= paths.count.count, same(name, paths.countNames[depth - 1]) {
            countMatched = depth
            countStart = tag.end
        }
        guard matched == depth - 1, depth <= paths.item.count, same(name, paths.itemNames[depth - 1]) else { return }
        matched = depth
        guard depth == paths.item.count else { return }
        tally.count += 1
        start = tag.margin
        violationsBefore = violations
        // Its own tags, and none in it.
        deepestNow = depth
        reference.reset()
        reference.begin(paths.reference)
        reference.start(name, depth: 0, attributes: attributes, count: count)
    }

    /// An element is about to close; `text` is what stood in it since its last child.
    mutating func text(depth: Int, _ text: UnsafeBufferPointer<UInt8>) {
        guard let paths else { return }
        if isInside(paths) { return reference.end(depth: depth - paths.item.count, text: text) }
        if depth > 0, depth == countMatched, depth == paths.count.count { statedText = Array(text.prefix(64)) }
    }

    /// An element has closed, and all violations of it are told.
    mutating func end(depth: Int, tag: Tag?, violations: (all: Int, kept: Int)) {
        guard let paths, depth > 0, depth <= deepest, let tag else { return }
        if depth == countMatched {
            countMatched -= 1
            // A second one, which the schema would not allow, is told as a violation.
            if depth == paths.count.count, tally.stated == nil, countStart <= tag.start {
                tally.stated = (countStart..<tag.start, statedText)
            }
        }
        guard depth == matched else { return }
        matched -= 1
        deepestNow = deepest
        guard depth == paths.item.count, violations.all > violationsBefore.all else { return }
        tally.broken.append(
            ItemTally.Broken(
                number: tally.count, bytes: start..<tag.end, reference: reference.values.first ?? nil,
                violations: violationsBefore.kept..<violations.kept))
    }

    /// Counts a violation in the element at a depth, unless it is an item's own. That an item stands where none may
    /// is its parent's: nothing behind it is judged there any more.
    mutating func place(_ rule: Violation.Rule, depth: Int) {
        guard let paths else { return }
        let isOwn = isInside(paths) && rule != .key && !(rule == .unexpectedElement && depth == paths.item.count)
        if !isOwn { tally.outside += 1 }
    }

    private func isInside(_ paths: ItemPaths) -> Bool { matched == paths.item.count }

    private func same(_ name: UnsafePointer<UInt8>, _ step: [UInt8]) -> Bool {
        step.withUnsafeBufferPointer { strcmp(text(name), $0.baseAddress.map(text) ?? text(name)) == 0 }
    }

    private func text(_ name: UnsafePointer<UInt8>) -> UnsafePointer<CChar> {
        UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
    }
}
