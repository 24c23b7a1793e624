internal import CLibXML2
internal import Glibc

/// The stream of elements of one document on its way to libxml2's validator, whichever syntax it
/// comes from: keeps the place, enforces limits, picks fields, hands on.
///
/// Used by pointer: libxml2's callbacks find it there.
struct SchemaSession {
    struct Frame: BitwiseCopyable {
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
    struct Handlers {
        var start: startElementNsSAX2Func?
        var text: charactersSAXFunc?
        var end: endElementNsSAX2Func?
    }

    /// A document that breaks more rules than this is only read on, and not judged: each break costs more than
    /// many an element that breaks none.
    static let mostViolations = 10_000

    var limits = DocumentLimits()
    var frames = PlainStack<Frame>(capacity: 32)
    var names = NameRuns()
    /// How many elements may be open; none once it has stopped.
    var room = 0
    /// Bytes that stay where they are until the document ends: text in one piece is not copied out of them. The
    /// first, as a number, and how many are behind it.
    var lasting: (first: UInt, count: UInt) = (0, 0)
    /// The text since the last tag, or since it was handed on: in `lasting`, or in `pieces`.
    var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var pieces = PlainStack<UInt8>(capacity: 4_096)
    /// How much text the open element has had since its last child, with what was handed on already.
    var textLength = 0
    /// The longest text now.
    var textLimit = 0
    /// The same; below zero once it has stopped.
    var textRoom = 0
    var capture = FieldCapture()
    var items = ItemWatch()
    var validator: SchemaValidator?
    var handlers = Handlers()
    var user: UnsafeMutableRawPointer?
    /// Apart from the session, because libxml2 reports violations in the middle of our calls.
    let collector: UnsafeMutablePointer<ViolationCollector>
    var placed = 0
    /// How many violations there were when they were last looked at.
    var seen = 0
    var time = ReadingTime(DocumentLimits())
    var stop: DocumentStop?
    var stopOffset = 0

    /// Text goes on to libxml2 in pieces of this many bytes at least, unless it ends before: libxml2
    /// appends them in quadratic time.
    static let piece = 1 << 20

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

    @inline(__always)
    private mutating func placeNewViolations() {
        if seen != collector.pointee.count { placeViolations() }
    }
}
