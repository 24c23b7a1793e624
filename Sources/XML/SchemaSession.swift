internal import CLibXML2

/// What was chosen for a document when its root element was seen.
public struct Chosen {
    /// Judges it.
    public let validator: SchemaValidator
    /// Where its header fields stand.
    public let fields: FieldPaths
    /// Its contract's own limit for text; nil for the general one.
    public let textLimit: Int?

    /// Chooses.
    public init(validator: SchemaValidator, fields: FieldPaths, textLimit: Int? = nil) {
        self.validator = validator
        self.fields = fields
        self.textLimit = textLimit
    }
}

/// What a document turned out to be.
public struct Conclusion: Sendable {
    /// Whether it keeps its schema.
    public var isValid: Bool
    /// The rules that it breaks, at most as many as were asked for, in document order.
    public var violations: [Violation]
    /// How many it breaks.
    public var violationCount: Int
    /// libxml2 gave up somewhere: nothing is proven.
    public var internalError: Bool
    /// Its fields, in the order of the paths; nil where it has none.
    public var fields: [[UInt8]?]
    /// Why reading stopped early; nil when it did not.
    public var stop: DocumentStop?
    /// Where it stopped, in bytes.
    public var stopOffset: Int
    /// Line and column of that, in a document that flows; else nil.
    public var stopPosition: (line: Int, column: Int)?
}

/// The stream of elements of one document on its way to libxml2's validator, whichever syntax it
/// comes from: keeps the place, enforces limits, picks fields, hands on.
///
/// Used by pointer: libxml2's callbacks find it there.
struct SchemaSession {
    private struct Frame: BitwiseCopyable {
        let name: UnsafePointer<UInt8>
        let namespace: UnsafePointer<UInt8>?
        let position: Int
        let index: Int?
        let offset: Int
        /// Where that is, in a document that flows; nil in one that is in memory, where it can be found out later.
        let place: (line: Int, column: Int)?
        /// Where the counts of its children begin.
        let firstCount: Int
    }

    /// How often a name stood under the open element so far.
    private struct NameCount: BitwiseCopyable {
        let name: UnsafePointer<UInt8>
        var count: Int
    }

    /// Beyond so many different names under one parent, positions are no longer counted.
    private static let mostCounted = 64

    private var limits = DocumentLimits()
    private var frames = PlainStack<Frame>(capacity: 32)
    private var counts = PlainStack<NameCount>(capacity: 128)
    private var text = PlainStack<UInt8>(capacity: 4_096)
    /// How much text the open element has had since its last child, with what was handed on already.
    private var textLength = 0
    /// The longest text now.
    private(set) var textLimit = 0
    private var capture = FieldCapture()
    private var validator: SchemaValidator?
    private var handlers: UnsafeMutablePointer<xmlSAXHandler>?
    private var user: UnsafeMutableRawPointer?
    /// Apart from the session, because libxml2 reports violations in the middle of our calls.
    private let collector: UnsafeMutablePointer<ViolationCollector>
    private var placed = 0
    private(set) var stop: DocumentStop?
    private var stopOffset = 0
    /// The document, when it flows.
    var flow: TextFlow?

    /// Text goes on to libxml2 in pieces of this many bytes at least, unless it ends before: libxml2
    /// appends them in quadratic time.
    private static let piece = 1 << 20

    init(mostViolations: Int) {
        collector = .allocate(capacity: 1)
        collector.initialize(to: ViolationCollector(most: mostViolations))
    }

    /// Frees what the session owns; it must not be used afterwards.
    func destroy() {
        collector.deinitialize(count: 1)
        collector.deallocate()
        frames.deallocate()
        counts.deallocate()
        text.deallocate()
        capture.destroy()
    }

    var depth: Int { frames.count }

    mutating func reset(_ limits: DocumentLimits) {
        self.limits = limits
        frames.removeAll(above: 0)
        counts.removeAll(above: 0)
        text.reset(keeping: SchemaSession.piece)
        textLength = 0
        textLimit = limits.text
        capture.reset()
        validator = nil
        handlers = nil
        collector.pointee.reset()
        placed = 0
        stop = nil
        stopOffset = 0
    }

    mutating func choose(_ chosen: Chosen) {
        validator = chosen.validator
        handlers = chosen.validator.begin(collector: collector)
        user = chosen.validator.user
        capture.begin(chosen.fields)
        textLimit = chosen.textLimit ?? limits.text
    }

    mutating func stop(_ cause: DocumentStop, at offset: Int) {
        if stop == nil {
            stop = cause
            stopOffset = offset
        }
    }

    /// An element opens. `attributes` and `namespaces` as SAX2 gives them.
    mutating func start(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?,
        namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>? = nil, namespaceCount: Int = 0,
        attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, attributeCount: Int, offset: Int, index: Int? = nil
    ) {
        guard stop == nil else { return }
        flush()
        if frames.count >= limits.depth { return stop(.depth, at: offset) }
        if attributeCount + namespaceCount > limits.attributes { return stop(.attributes, at: offset) }
        for place in 0..<attributeCount {
            if let attributes, let from = attributes[place * 5 + 3], let to = attributes[place * 5 + 4],
                to - from > textLimit
            {
                return stop(.text, at: offset)
            }
        }
        capture.start(name, depth: frames.count, attributes: attributes, count: attributeCount)
        frames.append(
            Frame(
                name: name, namespace: namespace, position: nextPosition(name), index: index, offset: offset,
                place: flow?.position(of: offset), firstCount: counts.count))
        handlers?.pointee.startElementNs?(
            user, name, nil, namespace, CInt(namespaceCount), namespaces, CInt(attributeCount), 0, attributes)
        placeNewViolations()
    }

    /// Text of the open element, whole or in pieces.
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>, offset: @autoclosure () -> Int) {
        guard stop == nil else { return }
        if textLength + bytes.count > textLimit { return stop(.text, at: offset()) }
        textLength += bytes.count
        text.append(contentsOf: bytes)
        if text.count >= SchemaSession.piece {
            capture.long(
                depth: frames.count - 1, beginning: UnsafeBufferPointer(start: text.base, count: text.count))
            handOn()
        }
    }

    /// The open element closes.
    mutating func end() {
        guard stop == nil, frames.count > 0 else { return }
        let depth = frames.count - 1
        let frame = frames[depth]
        capture.end(depth: depth, text: UnsafeBufferPointer(start: text.base, count: text.count))
        flush()
        handlers?.pointee.endElementNs?(user, frame.name, nil, frame.namespace)
        placeNewViolations()
        frames.removeAll(above: depth)
        counts.removeAll(above: frame.firstCount)
    }

    /// The document has ended, or reading has stopped.
    mutating func finish() -> Conclusion {
        let valid = validator?.isValid ?? false
        validator?.end()
        let collected = collector.pointee
        defer { validator = nil }
        return Conclusion(
            isValid: valid && collected.count == 0 && stop == nil, violations: collected.violations,
            violationCount: collected.count, internalError: collected.internalError, fields: capture.values, stop: stop,
            stopOffset: stopOffset)
    }

    /// The text of the open element ends, or a child interrupts it.
    private mutating func flush() {
        textLength = 0
        if text.count > 0 { handOn() }
    }

    /// Hands the text on.
    private mutating func handOn() {
        handlers?.pointee.characters?(user, text.base, CInt(text.count))
        text.removeAll(above: 0)
        placeNewViolations()
    }

    /// Which one of its name the element is under its parent. Names are interned, so that their
    /// addresses tell them apart.
    private mutating func nextPosition(_ name: UnsafePointer<UInt8>) -> Int {
        let first = frames.count > 0 ? frames[frames.count - 1].firstCount : 0
        var place = counts.count
        while place > first {
            place -= 1
            if counts[place].name == name {
                counts.base[place].count += 1
                return counts[place].count
            }
        }
        guard counts.count - first < SchemaSession.mostCounted else { return 0 }
        counts.append(NameCount(name: name, count: 1))
        return 1
    }

    @inline(__always)
    private mutating func placeNewViolations() {
        if placed < collector.pointee.violations.count { placeViolations() }
    }

    private mutating func placeViolations() {
        let path = (0..<frames.count).map { depth in
            let frame = frames[depth]
            return Violation.Step(name: String(cString: frame.name), position: frame.position, index: frame.index)
        }
        for place in placed..<collector.pointee.violations.count {
            collector.pointee.violations[place].path = path
            if frames.count > 0 {
                let frame = frames[frames.count - 1]
                collector.pointee.violations[place].offset = frame.offset
                collector.pointee.violations[place].position = frame.place
            }
        }
        placed = collector.pointee.violations.count
    }
}
