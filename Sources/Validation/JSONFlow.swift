import Messages
import XML

/// Reads JSON that is too large to be held, through a window that slides over it, and streams it as
/// `JSONProjector` does what is in memory.
///
/// A value that fits into the window is scanned and projected whole, its members in any order. An object
/// or array that does not is streamed member by member: its attributes must come first, and its
/// members in the order of the schema, for there is no room to sort them. Recursion is bounded by depth.
struct JSONFlow: ~Copyable {
    let flow: TextFlow
    /// How it becomes the elements of its contract; nil for a text without one, which is only read over.
    let known: Projection?
    /// Used for one value after the other; holds none in between.
    private var projector: JSONProjector?
    /// Names that the contract does not have.
    let strangers: NameTable
    let limits: MessageLimits
    private var time: ReadingTime
    var scanner = JSONScanner()
    /// Where the next byte stands in the document.
    var place: Int
    /// How many objects and arrays are open: the whole text is one.
    var depth = 1
    /// The way to the value at hand, each step as a JSON Pointer has it.
    var path: [Step] = []
    /// What the schema cannot say, each with its line and column.
    var mistakes: [(offset: Int, error: MessageError)] = []

    /// Where the member name that was read last stands, how long it is, and whether it has escapes.
    var nameOffset = 0
    var nameLength = 0
    var nameHasEscapes = false

    /// A step on the way.
    enum Step {
        case member([UInt8])
        case item(Int)
    }

    typealias Member = JSONProjector.Member
    typealias Standing = JSONProjector.Standing

    /// A reader of a root element's value, which begins at `place`.
    init(_ flow: TextFlow, at place: Int, projection: Projection?, strangers: NameTable, limits: MessageLimits) {
        self.flow = flow
        self.place = place
        known = projection
        projector = projection.map {
            JSONProjector(document: [], tokens: [], projection: $0, strangers: strangers)
        }
        self.strangers = strangers
        self.limits = limits
        time = ReadingTime(limits.document)
        scanner.longestName = limits.document.name
    }

    var projection: Projection {
        guard let known else { preconditionFailure("a text without a contract is only read over") }
        return known
    }

    /// The largest value that is sorted in memory, in bytes.
    var window: Int { JSONFlow.window(limits) }

    static func window(_ limits: MessageLimits) -> Int { max(limits.whole, 1_024) }

    /// How deep objects and arrays may be nested: an element in "#content" needs three levels.
    static func mostDepth(_ limits: MessageLimits) -> Int { 3 * limits.document.depth + 1 }

    /// Streams the value of the root, and leaves `place` behind it.
    mutating func root(into stream: inout ElementStream) throws(JSONStop) {
        let root = projection.root
        path = [.member(root.bytes)]
        let member = Member(
            token: 0, name: root.name, namespace: root.namespace, type: root.type, order: 0, child: -1,
            repeats: false)
        try value(member, .alone, isRoot: true, into: &stream)
    }

    /// Streams the value that stands next.
    mutating func value(
        _ member: Member, _ standing: Standing, isRoot: Bool = false, into stream: inout ElementStream
    ) throws(JSONStop) {
        let first = try significant()
        let isWhole = try whole(member, standing, isRoot: isRoot, into: &stream)
        if stream.stop != nil { throw .stopped }
        if isWhole { return }
        switch first {
        case UInt8(ascii: "{"): try object(member, standing, isRoot: isRoot, into: &stream)
        case UInt8(ascii: "["):
            if standing == .member {
                try array(member, into: &stream)
            } else {
                let isItem = standing != .alone
                mistake(
                    .unexpectedElement, place,
                    isItem
                        ? "an array inside an array stands for no element; make one array of both"
                        : "one element stands here, no array")
                try skip()
            }
        case UInt8(ascii: "\""):
            let index: Int? = if case .item(let place) = standing { place } else { nil }
            stream.origin = 0
            stream.start(
                member.name, namespace: member.namespace, offset: place, index: index, position: flow.pass(place))
            try longText(into: &stream)
            stream.end()
            describe(&stream)
        default: throw tooLong()
        }
    }

    /// Streams the value that stands next if the window holds it whole.
    private mutating func whole(
        _ member: Member, _ standing: Standing, isRoot: Bool, into stream: inout ElementStream
    ) throws(JSONStop) -> Bool {
        guard let (document, end) = try scan() else { return false }
        project(document, into: &stream) { projector, stream in
            projector.element(member, value: 0, standing, isRoot: isRoot, into: &stream)
        }
        place = flow.start + end
        return true
    }

    /// Has the tokens of a value told, and keeps what is wrong with it.
    mutating func project(
        _ document: [UInt8], into stream: inout ElementStream,
        _ body: (inout JSONProjector, inout ElementStream) -> Void
    ) {
        projector?.begin(document, scanner.tokens)
        stream.origin = flow.start
        if projector != nil { body(&projector!, &stream) }
        if let mistakes = projector?.mistakes, !mistakes.isEmpty { take(mistakes, from: flow.start) }
        describe(&stream, scanner.tokens, document)
        // Who holds a value while more is read has it copied.
        projector?.begin([], [])
    }

    /// Scans the value that stands next, if the window holds it whole. Gives what is in memory, and where the
    /// value ends there.
    mutating func scan() throws(JSONStop) -> (document: [UInt8], end: Int)? {
        while flow.end - place < window, flow.fill() {}
        while true {
            let document = flow.bytes
            do throws(JSONFailure) {
                let end = try scanner.scanValue(
                    document.span, at: place - flow.start, mostDepth: JSONFlow.mostDepth(limits) - depth)
                // A number may go on.
                guard end == document.count, !flow.isAtEnd, scanner.tokens[0].kind == .number else {
                    return (document, end)
                }
            } catch {
                if error.cause != .ended || flow.isAtEnd { throw stop(error) }
                return nil
            }
            if flow.end - place > 2 * window { return nil }
            _ = flow.fill()
        }
    }

    /// The items of an array that is larger than the window.
    private mutating func array(_ member: Member, into stream: inout ElementStream) throws(JSONStop) {
        try enter()
        var count = 0
        while try next(UInt8(ascii: "]"), isFirst: count == 0) {
            path.append(.item(count))
            try value(member, .item(count), into: &stream)
            path.removeLast()
            count += 1
        }
    }

    /// Begins an object or array.
    mutating func enter() throws(JSONStop) {
        if depth >= JSONFlow.mostDepth(limits) {
            throw refuse(.tooDeep, .depth, at: place, Wording.words(.depth, limits.document))
        }
        depth += 1
        place += 1
    }

    /// Steps to the next part of the open object or array; false, and behind it, at its end.
    mutating func next(_ close: UInt8, isFirst: Bool) throws(JSONStop) -> Bool {
        let byte = try significant()
        if byte == close {
            place += 1
            depth -= 1
            return false
        }
        if time.pass(place) {
            throw refuse(.limit, .time, at: place, Wording.words(.time, limits.document))
        }
        if isFirst { return true }
        guard byte == UInt8(ascii: ",") else {
            throw refuse(
                .malformed, .syntax, at: place,
                close == UInt8(ascii: "}") ? "expected ',' or '}'" : "expected ',' or ']'")
        }
        place += 1
        _ = try significant()
        return true
    }

    /// The next byte in memory that is no white space.
    private mutating func visible() -> UInt8? {
        let bytes = flow.bytes
        var local = place - flow.start
        defer { place = flow.start + local }
        while local < bytes.count {
            let byte = bytes[local]
            if byte != 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 { return byte }
            local += 1
        }
        return nil
    }

    /// The next byte that is no white space.
    mutating func significant() throws(JSONStop) -> UInt8 {
        while true {
            if let byte = visible() { return byte }
            guard flow.fill() else {
                throw refuse(
                    .incomplete, .ended, at: place, "the text ends before its value is complete; send it again, whole")
            }
        }
    }
}
