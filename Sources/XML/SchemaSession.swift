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
        /// Its place in an array; -1 when it stands in none.
        let index: Int
        let offset: Int
        /// Where that is, in a document that flows; 0 in one that is in memory, where it can be found out later.
        let line: Int
        let column: Int
        /// Where the runs of names begin that it stands in: those of its parent's children.
        let firstRun: Int
    }

    /// libxml2's own handlers; none before a schema was chosen, and none once nothing is judged any more.
    private struct Handlers {
        var start: startElementNsSAX2Func?
        var text: charactersSAXFunc?
        var end: endElementNsSAX2Func?
    }

    /// A document that breaks more rules than this is only read on, and not judged: each break costs more than
    /// many an element that breaks none.
    static let mostViolations = 10_000

    private var limits = DocumentLimits()
    private var frames = PlainStack<Frame>(capacity: 32)
    private var names = NameRuns()
    /// How many elements may be open; none once it has stopped.
    private var room = 0
    /// Bytes that stay where they are until the document ends: text in one piece is not copied out of them. The
    /// first, as a number, and how many are behind it.
    private var lasting: (first: UInt, count: UInt) = (0, 0)
    /// The text since the last tag, or since it was handed on: in `lasting`, or in `pieces`.
    private var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var pieces = PlainStack<UInt8>(capacity: 4_096)
    /// How much text the open element has had since its last child, with what was handed on already.
    private var textLength = 0
    /// The longest text now.
    private(set) var textLimit = 0
    /// The same; below zero once it has stopped.
    private var textRoom = 0
    private var capture = FieldCapture()
    private(set) var items = ItemWatch()
    private var validator: SchemaValidator?
    private var handlers = Handlers()
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
        names.deallocate()
        pieces.deallocate()
        capture.destroy()
        items.destroy()
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
        self.lasting =
            lasting.map {
                (UInt(bitPattern: $0.lowerBound), UInt(bitPattern: $0.upperBound - $0.lowerBound))
            } ?? (0, 0)
        frames.removeAll(above: 0)
        names.reset()
        room = limits.depth
        text = UnsafeBufferPointer(start: nil, count: 0)
        pieces.reset(keeping: SchemaSession.piece)
        textLength = 0
        textLimit = limits.text
        textRoom = textLimit
        capture.reset()
        items.reset()
        validator = nil
        handlers = Handlers()
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
        let table = chosen.validator.begin(collector: collector)
        handlers = Handlers(
            start: table.pointee.startElementNs, text: table.pointee.characters, end: table.pointee.endElementNs)
        user = chosen.validator.user
        capture.begin(chosen.fields)
        if let wanted = chosen.items {
            items.begin(wanted)
            // What breaks more is not judged to its end.
            collector.pointee.room = SchemaSession.mostViolations
        }
        textLimit = chosen.textLimit ?? limits.text
        textRoom = textLimit
    }

    mutating func stop(_ cause: DocumentStop, at offset: Int) {
        if stop == nil {
            stop = cause
            stopOffset = offset
            room = 0
            textRoom = -1
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
        position: (line: Int, column: Int)? = nil, tag: ItemWatch.Tag? = nil
    ) {
        if frames.count >= room { return stop(.depth, at: offset) }
        flush()
        if attributeCount | namespaceCount != 0 || longestName > limits.name,
            let cause = excess(
                name, attributes: attributes, attributeCount: attributeCount, namespaceCount: namespaceCount,
                longestName: longestName)
        {
            return stop(cause, at: offset)
        }
        if time.isLook(), time.isOver(at: offset) { return stop(.time, at: offset) }
        capture.start(name, depth: frames.count, attributes: attributes, count: attributeCount)
        names.count(name)
        frames.append(
            Frame(
                name: name, namespace: namespace, index: index ?? -1, offset: offset, line: position?.line ?? 0,
                column: position?.column ?? 0, firstRun: names.first))
        names.open()
        if items.isOn {
            items.start(
                name, depth: frames.count - 1, tag: tag, attributes: attributes, count: attributeCount,
                violations: collector.pointee.counts)
        }
        handlers.start?(
            user, name, nil, namespace, CInt(truncatingIfNeeded: namespaceCount), namespaces,
            CInt(truncatingIfNeeded: attributeCount), 0, attributes)
        placeNewViolations()
    }

    /// What is too large in a start tag; nil when nothing is. It changes nothing; but otherwise the whole session
    /// would be copied for it.
    @inline(never)
    private mutating func excess(
        _ name: UnsafePointer<UInt8>, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, attributeCount: Int,
        namespaceCount: Int, longestName: Int
    ) -> DocumentStop? {
        if attributeCount + namespaceCount > limits.attributes { return .attributes }
        let areNamesShort = longestName <= limits.name
        if !areNamesShort, isTooLong(name) { return .name }
        for place in 0..<attributeCount {
            if !areNamesShort, let attribute = attributes?[place * 5], isTooLong(attribute) { return .name }
            if let attributes, let from = attributes[place * 5 + 3], let to = attributes[place * 5 + 4],
                to - from > textLimit
            {
                return .text
            }
        }
        return nil
    }

    private mutating func isTooLong(_ name: UnsafePointer<UInt8>) -> Bool {
        let text = UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
        return strnlen(text, limits.name + 1) > limits.name
    }

    /// Text of the open element, whole or in pieces.
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>, offset: @autoclosure () -> Int) {
        let length = textLength + bytes.count
        if length > textRoom {
            if stop == nil { stop(.text, at: offset()) }
            return
        }
        textLength = length
        // White space between elements tells the validator nothing once it has accepted a child.
        if names.hasSome, text.count == 0, collector.pointee.count == 0, SchemaSession.isBlank(bytes) { return }
        if text.count == 0, UInt(bitPattern: bytes.baseAddress) &- lasting.first < lasting.count {
            text = bytes
        } else {
            takeIn(bytes)
        }
    }

    /// Text that does not stay where it is, or does not stand alone.
    @inline(never)
    private mutating func takeIn(_ bytes: UnsafeBufferPointer<UInt8>) {
        join(bytes)
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
        guard depth < room, bytes.count <= textRoom, longestName <= limits.name, !limits.keepsValues else {
            return false
        }
        flush()
        if time.isLook(), time.isOver(at: offset) {
            stop(.time, at: offset)
            return true
        }
        capture.start(name, depth: depth, attributes: nil, count: 0)
        capture.end(depth: depth, text: bytes)
        names.count(name)
        handlers.start?(user, name, nil, namespace, 0, nil, 0, 0, nil)
        if bytes.count > 0 { handlers.text?(user, bytes.baseAddress, CInt(truncatingIfNeeded: bytes.count)) }
        handlers.end?(user, name, nil, namespace)
        if seen != collector.pointee.count { placeLeaf(name, namespace, offset: offset, index: index) }
        return true
    }

    /// Only a violation asks where a leaf is.
    @inline(never)
    private mutating func placeLeaf(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?, offset: Int, index: Int?
    ) {
        let depth = frames.count
        let first = names.first
        frames.append(
            Frame(
                name: name, namespace: namespace, index: index ?? -1, offset: offset, line: 0, column: 0,
                firstRun: first))
        names.open()
        placeViolations()
        frames.removeAll(above: depth)
        names.close(to: first)
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
    ///
    /// - Parameter tag: its end tag, where items are watched and ask for it.
    mutating func end(tag: ItemWatch.Tag? = nil) {
        guard frames.count > 0, room > 0 else { return }
        let depth = frames.count - 1
        let frame = frames[depth]
        capture.end(depth: depth, text: text)
        if items.isOn { items.text(depth: depth, text) }
        if limits.keepsValues {
            // The text is gone when it has been handed on.
            let beginning = Array(text.prefix(Violation.mostOfValue))
            flush()
            handlers.end?(user, frame.name, nil, frame.namespace)
            completeValues(beginning)
        } else {
            flush()
            handlers.end?(user, frame.name, nil, frame.namespace)
        }
        placeNewViolations()
        if items.isOn { items.end(depth: depth, tag: tag, violations: collector.pointee.counts) }
        frames.removeAll(above: depth)
        names.close(to: frame.firstRun)
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
            stopOffset: stopOffset,
            items: items.isOn && collected.count == collected.violations.count ? items.tally : nil)
    }

    /// The text of the open element ends, or a child interrupts it.
    @inline(__always)
    private mutating func flush() {
        textLength = 0
        if text.count > 0 { handOn() }
    }

    private mutating func handOn() {
        handlers.text?(user, text.baseAddress, CInt(truncatingIfNeeded: text.count))
        placeNewViolations()
        text = UnsafeBufferPointer(start: nil, count: 0)
        pieces.removeAll(above: 0)
    }

    /// Whether the text is white space: XML has no other characters up to the blank.
    @inline(__always)
    private static func isBlank(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        while place < text.count, text[place] <= 0x20 { place += 1 }
        return place == text.count
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
        if seen > SchemaSession.mostViolations || collector.pointee.internalError { handlers = Handlers() }
        // A value that breaks a rule may have taken long to judge.
        if frames.count > 0, time.isOver(at: frames[frames.count - 1].offset) {
            stop(.time, at: frames[frames.count - 1].offset)
        }
        guard placed < collector.pointee.violations.count else { return }
        let path = (0..<frames.count).map { depth in
            let frame = frames[depth]
            return Violation.Step(
                name: String(cString: frame.name),
                position: names.position(
                    of: frame.name, from: frame.firstRun,
                    to: depth + 1 < frames.count ? frames[depth + 1].firstRun : nil),
                index: frame.index < 0 ? nil : frame.index)
        }
        for place in placed..<collector.pointee.violations.count {
            collector.pointee.violations[place].path = path
            if items.isOn { items.place(collector.pointee.violations[place].rule, depth: frames.count - 1) }
            if frames.count > 0 {
                let frame = frames[frames.count - 1]
                collector.pointee.violations[place].offset = frame.offset
                collector.pointee.violations[place].position = frame.line > 0 ? (frame.line, frame.column) : nil
            }
        }
        placed = collector.pointee.violations.count
    }
}
