internal import CLibXML2
internal import Glibc

/// The stream of elements of one document on its way to libxml2's validator, whichever syntax it
/// comes from: keeps the place, enforces limits, picks fields, hands on.
///
/// Used by pointer: libxml2's callbacks find it there.
struct SchemaSession {
    private struct Frame: BitwiseCopyable {
        let name: UnsafePointer<UInt8>
        let namespace: UnsafePointer<UInt8>?
        let position: Int
        /// Its place in an array; -1 when it stands in none.
        let index: Int
        let offset: Int
        /// Where that is, in a document that flows; 0 in one that is in memory, where it can be found out later.
        let line: Int
        let column: Int
        /// Where the counts of its children begin.
        let firstCount: Int
        /// A bit for each name among its children, shared by names whose addresses look alike: most names
        /// are seen to be new without a search.
        var names: UInt64 = 0
    }

    /// How often a name stood under the open element so far.
    private struct NameCount: BitwiseCopyable {
        let name: UnsafePointer<UInt8>
        var count: Int
    }

    /// Beyond so many different names under one parent, positions are no longer counted.
    private static let mostCounted = 64
    /// A document that breaks more rules than this is only read on, and not judged: each break costs more than
    /// many an element that breaks none.
    static let mostViolations = 10_000

    private var limits = DocumentLimits()
    private var frames = PlainStack<Frame>(capacity: 32)
    private var counts = PlainStack<NameCount>(capacity: 128)
    /// Bytes that stay where they are until the document ends: text in one piece is not copied out of them.
    private var lasting: ClosedRange<UnsafePointer<UInt8>>?
    /// The text since the last tag, or since it was handed on: in `lasting`, or in `pieces`.
    private var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var pieces = PlainStack<UInt8>(capacity: 4_096)
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
    /// How many violations there were when they were last looked at.
    private var seen = 0
    private var time = ReadingTime(DocumentLimits())
    private(set) var stop: DocumentStop?
    private var stopOffset = 0

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
        pieces.deallocate()
        capture.destroy()
    }

    var depth: Int { frames.count }

    /// Whether the root element has been closed.
    var hasEnded: Bool { time.events > 0 && frames.count == 0 }

    /// How many violations are kept.
    var violationCount: Int { collector.pointee.violations.count }

    /// Lets `body` change one of them.
    func change(violation place: Int, _ body: (inout Violation) -> Void) {
        body(&collector.pointee.violations[place])
    }

    /// Starts a document.
    ///
    /// - Parameter lasting: bytes of it that stay where they are until it ends.
    mutating func reset(_ limits: DocumentLimits, lasting: ClosedRange<UnsafePointer<UInt8>>? = nil) {
        self.limits = limits
        self.lasting = lasting
        frames.removeAll(above: 0)
        counts.removeAll(above: 0)
        text = UnsafeBufferPointer(start: nil, count: 0)
        pieces.reset(keeping: SchemaSession.piece)
        textLength = 0
        textLimit = limits.text
        capture.reset()
        validator = nil
        handlers = nil
        collector.pointee.reset()
        collector.pointee.keepsValues = limits.keepsValues
        placed = 0
        seen = 0
        time = ReadingTime(limits)
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
    ///
    /// - Parameter longestName: no name among them is longer, so far as that is known already.
    @inline(__always)
    mutating func start(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?,
        namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>? = nil, namespaceCount: Int = 0,
        attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, attributeCount: Int, longestName: Int = .max,
        offset: Int, index: Int? = nil,
        position: (line: Int, column: Int)? = nil
    ) {
        guard stop == nil else { return }
        flush()
        if frames.count >= limits.depth { return stop(.depth, at: offset) }
        if attributeCount + namespaceCount > limits.attributes { return stop(.attributes, at: offset) }
        if time.isLook(), time.isOver(at: offset) { return stop(.time, at: offset) }
        let areNamesShort = longestName <= limits.name
        if !areNamesShort, isTooLong(name) { return stop(.name, at: offset) }
        for place in 0..<attributeCount {
            if !areNamesShort, let attribute = attributes?[place * 5], isTooLong(attribute) {
                return stop(.name, at: offset)
            }
            if let attributes, let from = attributes[place * 5 + 3], let to = attributes[place * 5 + 4],
                to - from > textLimit
            {
                return stop(.text, at: offset)
            }
        }
        capture.start(name, depth: frames.count, attributes: attributes, count: attributeCount)
        frames.append(
            Frame(
                name: name, namespace: namespace, position: nextPosition(name), index: index ?? -1, offset: offset,
                line: position?.line ?? 0, column: position?.column ?? 0, firstCount: counts.count))
        handlers?.pointee.startElementNs?(
            user, name, nil, namespace, CInt(namespaceCount), namespaces, CInt(attributeCount), 0, attributes)
        placeNewViolations()
    }

    @inline(__always)
    private func isTooLong(_ name: UnsafePointer<UInt8>) -> Bool {
        let text = UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
        return strnlen(text, limits.name + 1) > limits.name
    }

    /// Text of the open element, whole or in pieces.
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>, offset: @autoclosure () -> Int) {
        guard stop == nil else { return }
        if textLength + bytes.count > textLimit { return stop(.text, at: offset()) }
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        textLength += bytes.count
        if text.count == 0, let lasting, lasting.contains(start) {
            text = bytes
        } else {
            join(bytes)
        }
        if pieces.count >= SchemaSession.piece {
            capture.long(depth: frames.count - 1, beginning: text)
            handOn()
        }
    }

    /// An element without attributes opens, holds this text and no elements, and closes: nothing need be kept of it.
    /// False, and nothing done, where that is not so simple.
    ///
    /// - Parameters:
    ///   - text: all text of the element.
    ///   - longestName: its name is no longer.
    @inline(__always)
    mutating func leaf(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?, text bytes: UnsafeBufferPointer<UInt8>,
        longestName: Int, offset: Int, index: Int?
    ) -> Bool {
        let depth = frames.count
        guard stop == nil, depth < limits.depth, bytes.count <= textLimit, longestName <= limits.name,
            !limits.keepsValues
        else { return false }
        flush()
        if time.isLook(), time.isOver(at: offset) {
            stop(.time, at: offset)
            return true
        }
        capture.start(name, depth: depth, attributes: nil, count: 0)
        capture.end(depth: depth, text: bytes)
        let position = nextPosition(name)
        handlers?.pointee.startElementNs?(user, name, nil, namespace, 0, nil, 0, 0, nil)
        if bytes.count > 0 { handlers?.pointee.characters?(user, bytes.baseAddress, CInt(bytes.count)) }
        handlers?.pointee.endElementNs?(user, name, nil, namespace)
        if seen != collector.pointee.count {
            // Only a violation asks where it is.
            frames.append(
                Frame(
                    name: name, namespace: namespace, position: position, index: index ?? -1, offset: offset, line: 0,
                    column: 0, firstCount: counts.count))
            placeViolations()
            frames.removeAll(above: depth)
        }
        return true
    }

    /// All text of the open element, at once, and its end.
    mutating func whole(_ bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
        guard stop == nil else { return }
        if bytes.count > textLimit { return stop(.text, at: offset) }
        text = bytes
        end()
    }

    /// Puts the pieces of a text together.
    private mutating func join(_ bytes: UnsafeBufferPointer<UInt8>) {
        if pieces.count == 0 { pieces.append(contentsOf: text) }
        pieces.append(contentsOf: bytes)
        text = UnsafeBufferPointer(start: pieces.base, count: pieces.count)
    }

    /// The open element closes.
    mutating func end() {
        guard stop == nil, frames.count > 0 else { return }
        let depth = frames.count - 1
        let frame = frames[depth]
        capture.end(depth: depth, text: text)
        if limits.keepsValues {
            // The text is gone when it has been handed on.
            let beginning = Array(text.prefix(Violation.mostOfValue))
            flush()
            handlers?.pointee.endElementNs?(user, frame.name, nil, frame.namespace)
            completeValues(beginning)
        } else {
            flush()
            handlers?.pointee.endElementNs?(user, frame.name, nil, frame.namespace)
        }
        placeNewViolations()
        frames.removeAll(above: depth)
        counts.removeAll(above: frame.firstCount)
    }

    /// The document has ended, or reading has stopped.
    mutating func finish() -> Conclusion {
        let collected = collector.pointee
        let isValid = (validator?.isValid ?? false) && collected.count == 0 && stop == nil
        validator?.end(isValid: isValid && hasEnded)
        defer { validator = nil }
        return Conclusion(
            isValid: isValid, violations: collected.violations,
            violationCount: collected.count, internalError: collected.internalError,
            fields: validator == nil ? [] : capture.values, stop: stop,
            stopOffset: stopOffset)
    }

    /// The text of the open element ends, or a child interrupts it.
    @inline(__always)
    private mutating func flush() {
        textLength = 0
        if text.count > 0 { handOn() }
    }

    private mutating func handOn() {
        // White space between elements tells the validator nothing once it has accepted a child.
        if !(hasChildren && collector.pointee.count == 0 && isBlank) {
            handlers?.pointee.characters?(user, text.baseAddress, CInt(text.count))
            placeNewViolations()
        }
        text = UnsafeBufferPointer(start: nil, count: 0)
        pieces.removeAll(above: 0)
    }

    /// Whether the text is white space: XML has no other characters up to the blank.
    private var isBlank: Bool {
        var place = 0
        while place < text.count, text[place] <= 0x20 { place += 1 }
        return place == text.count
    }

    /// Whether the open element has had a child.
    private var hasChildren: Bool { frames.count > 0 && frames[frames.count - 1].names != 0 }

    /// Which one of its name the element is under its parent. Names are interned, so that their
    /// addresses tell them apart.
    @inline(__always)
    private mutating func nextPosition(_ name: UnsafePointer<UInt8>) -> Int {
        guard frames.count > 0 else { return 1 }
        let parent = frames.base + (frames.count - 1)
        let bit: UInt64 = 1 << UInt64((UInt(bitPattern: name) &* 0x9E37_79B9_7F4A_7C15) >> 58)
        if parent.pointee.names & bit != 0 {
            var place = counts.count
            while place > parent.pointee.firstCount {
                place -= 1
                if counts[place].name == name {
                    counts.base[place].count += 1
                    return counts[place].count
                }
            }
        }
        parent.pointee.names |= bit
        guard counts.count - parent.pointee.firstCount < SchemaSession.mostCounted else { return 0 }
        counts.append(NameCount(name: name, count: 1))
        return 1
    }

    /// Of an element whose value has a wrong length, libxml2 tells the length and not the value.
    private func completeValues(_ text: [UInt8]) {
        for place in placed..<collector.pointee.violations.count
        where collector.pointee.violations[place].isOfElementsLength {
            collector.pointee.violations[place].value = Violation.beginning(text)
        }
    }

    @inline(__always)
    private mutating func placeNewViolations() {
        if seen != collector.pointee.count { placeViolations() }
    }

    private mutating func placeViolations() {
        seen = collector.pointee.count
        // What the validator gave up on once it may give up on again, after as long a time.
        if seen > SchemaSession.mostViolations || collector.pointee.internalError { handlers = nil }
        // A value that breaks a rule may have taken long to judge.
        if frames.count > 0, time.isOver(at: frames[frames.count - 1].offset) {
            stop(.time, at: frames[frames.count - 1].offset)
        }
        guard placed < collector.pointee.violations.count else { return }
        let path = (0..<frames.count).map { depth in
            let frame = frames[depth]
            return Violation.Step(
                name: String(cString: frame.name), position: frame.position, index: frame.index < 0 ? nil : frame.index)
        }
        for place in placed..<collector.pointee.violations.count {
            collector.pointee.violations[place].path = path
            if frames.count > 0 {
                let frame = frames[frames.count - 1]
                collector.pointee.violations[place].offset = frame.offset
                collector.pointee.violations[place].position = frame.line > 0 ? (frame.line, frame.column) : nil
            }
        }
        placed = collector.pointee.violations.count
    }
}
