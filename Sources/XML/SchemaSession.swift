internal import CLibXML2
internal import Glibc

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
}

/// The stream of elements of one document on its way to libxml2's validator, whichever syntax it
/// comes from: keeps the place, enforces limits, picks fields, hands on.
///
/// Used by pointer: libxml2's callbacks find it there.
struct SchemaSession {
    private struct Frame {
        let name: UnsafePointer<UInt8>
        let namespace: UnsafePointer<UInt8>?
        let position: Int
        let index: Int?
        let offset: Int
        /// Where the counts of its children begin.
        let firstCount: Int
    }

    /// Beyond so many different names under one parent, positions are no longer counted.
    private static let mostCounted = 64
    /// A look at the clock costs a call of the kernel: only one in so many elements pays for it.
    static let eventsBetweenLooks = 256

    private var limits = DocumentLimits()
    private var frames: [Frame] = []
    private var counts: [(name: UnsafePointer<UInt8>, count: Int)] = []
    private var text: [UInt8] = []
    private var textLimit = 0
    private var capture = FieldCapture()
    private var validator: SchemaValidator?
    private var handlers: UnsafeMutablePointer<xmlSAXHandler>?
    private var user: UnsafeMutableRawPointer?
    /// Apart from the session, because libxml2 reports violations in the middle of our calls.
    private let collector: UnsafeMutablePointer<ViolationCollector>
    private var placed = 0
    private var events = 0
    /// When the CPU time is used up, by the thread's own clock; nil before the first look at it.
    private var deadline: Int64?
    private(set) var stop: DocumentStop?
    private var stopOffset = 0

    init(mostViolations: Int) {
        collector = .allocate(capacity: 1)
        collector.initialize(to: ViolationCollector(most: mostViolations))
    }

    /// Frees what the session owns; it must not be used afterwards.
    func destroy() {
        collector.deinitialize(count: 1)
        collector.deallocate()
    }

    var depth: Int { frames.count }

    mutating func reset(_ limits: DocumentLimits) {
        self.limits = limits
        frames.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: text.capacity < 1 << 20)
        textLimit = limits.text
        capture = FieldCapture()
        validator = nil
        handlers = nil
        collector.pointee.reset()
        collector.pointee.keepsValues = limits.keepsValues
        placed = 0
        events = 0
        deadline = nil
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
        events += 1
        if events % SchemaSession.eventsBetweenLooks == 0, isOutOfTime() { return stop(.time, at: offset) }
        if isTooLong(name) { return stop(.name, at: offset) }
        for place in 0..<attributeCount {
            if let attribute = attributes?[place * 5], isTooLong(attribute) { return stop(.name, at: offset) }
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
                firstCount: counts.count))
        handlers?.pointee.startElementNs?(
            user, name, nil, namespace, CInt(namespaceCount), namespaces, CInt(attributeCount), 0, attributes)
        placeNewViolations()
    }

    /// Whether the document has used up its time, which counts from the first look at the clock on.
    private mutating func isOutOfTime() -> Bool {
        guard let budget = limits.time else { return false }
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return false }
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        guard let deadline else {
            let (sum, overflow) = now.addingReportingOverflow(budget)
            self.deadline = overflow ? .max : sum
            return false
        }
        return now > deadline
    }

    @inline(__always)
    private func isTooLong(_ name: UnsafePointer<UInt8>) -> Bool {
        let text = UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
        return strnlen(text, limits.name + 1) > limits.name
    }

    /// Text of the open element, whole or in pieces.
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>, offset: @autoclosure () -> Int) {
        guard stop == nil else { return }
        if text.count + bytes.count > textLimit { return stop(.text, at: offset()) }
        text.append(contentsOf: bytes)
    }

    /// The open element closes.
    mutating func end() {
        guard stop == nil, let frame = frames.last else { return }
        capture.end(depth: frames.count - 1, text: text)
        let beginning = limits.keepsValues ? text.prefix(Violation.mostOfValue) : []
        flush()
        handlers?.pointee.endElementNs?(user, frame.name, nil, frame.namespace)
        if limits.keepsValues { completeValues(beginning) }
        placeNewViolations()
        frames.removeLast()
        counts.removeLast(counts.count - frame.firstCount)
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

    /// Hands the text on in one piece: libxml2 appends pieces in quadratic time.
    private mutating func flush() {
        guard !text.isEmpty else { return }
        text.withUnsafeBufferPointer { bytes in
            handlers?.pointee.characters?(user, bytes.baseAddress, CInt(bytes.count))
        }
        text.removeAll(keepingCapacity: true)
        placeNewViolations()
    }

    /// Which one of its name the element is under its parent. Names are interned, so that their
    /// addresses tell them apart.
    private mutating func nextPosition(_ name: UnsafePointer<UInt8>) -> Int {
        let first = frames.last?.firstCount ?? 0
        var place = counts.count
        while place > first {
            place -= 1
            if counts[place].name == name {
                counts[place].count += 1
                return counts[place].count
            }
        }
        guard counts.count - first < SchemaSession.mostCounted else { return 0 }
        counts.append((name, 1))
        return 1
    }

    /// Of an element whose value has a wrong length, libxml2 tells the length and not the value.
    private func completeValues(_ text: ArraySlice<UInt8>) {
        for place in placed..<collector.pointee.violations.count
        where collector.pointee.violations[place].isOfElementsLength {
            collector.pointee.violations[place].value = Violation.beginning(text)
        }
    }

    @inline(__always)
    private mutating func placeNewViolations() {
        if placed < collector.pointee.violations.count { placeViolations() }
    }

    private mutating func placeViolations() {
        let path = frames.map {
            Violation.Step(name: String(cString: $0.name), position: $0.position, index: $0.index)
        }
        for place in placed..<collector.pointee.violations.count {
            collector.pointee.violations[place].path = path
            collector.pointee.violations[place].offset = frames.last?.offset ?? 0
        }
        placed = collector.pointee.violations.count
    }
}
