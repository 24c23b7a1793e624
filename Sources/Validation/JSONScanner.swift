/// Reads JSON text, strictly as RFC 8259 has it, into a flat list of tokens. The text is known to be
/// UTF-8. No recursion, one pass, O(n); the list is reused from text to text.
struct JSONScanner {
    /// The tokens of the value, or the name, that was read last. Behind them, from the `next` of the first on,
    /// stands what is left of texts before: to take that away would cost as much as to read the next value.
    private(set) var tokens: [JSONToken] = []
    /// The longest member name, in bytes as it is written.
    var longestName = Int.max

    /// How far the reading of a value has come.
    struct State {
        var place: Int
        /// Tokens so far.
        var count = 0
        /// The innermost open object or array; -1 outside. Its token says where the next one outside is, as its end.
        var container = -1
        /// How many are open.
        var depth = 0
        let mostDepth: Int
        let longestName: Int
    }

    /// One part of an object or array takes so many tokens at most: its name and its value.
    private static let mostAtOnce = 2

    /// Reads a whole text. A text that ends too early fails as `ended`, and one with a member name of
    /// more bytes than `longestName`, as it is written, as `name`.
    mutating func scan(_ text: Span<UInt8>, mostDepth: Int, longestName: Int = .max) throws(JSONFailure) {
        self.longestName = longestName
        var place = try scanValue(text, at: 0, mostDepth: mostDepth)
        JSONScanner.space(text, &place)
        if place < text.count {
            throw JSONScanner.fail(.syntax, place, "something stands behind the end of the JSON value; remove it")
        }
    }

    /// Reads one value, which begins at a place, whatever stands behind it. Says where it ends.
    mutating func scanValue(_ text: Span<UInt8>, at start: Int, mostDepth: Int) throws(JSONFailure) -> Int {
        var state = State(place: start, mostDepth: mostDepth, longestName: longestName)
        makeRoom(behind: 0)
        var room = tokens.mutableSpan
        try JSONScanner.value(text, &state, &room)
        while state.container >= 0 {
            makeRoom(behind: state.count)
            var room = tokens.mutableSpan
            try JSONScanner.parts(text, &state, &room)
        }
        return state.place
    }

    /// Reads one member name, which begins at a place with its quote. Says where it ends.
    mutating func scanName(_ text: Span<UInt8>, at start: Int) throws(JSONFailure) -> Int {
        var state = State(place: start, mostDepth: 0, longestName: longestName)
        makeRoom(behind: 0)
        var room = tokens.mutableSpan
        try JSONScanner.string(text, &state, &room, as: .name)
        return state.place
    }

    /// Sees to it that there is a place for further tokens. They are written by place: an array would ask at each
    /// whether somebody else holds it.
    private mutating func makeRoom(behind count: Int) {
        guard tokens.count - count < JSONScanner.mostAtOnce else { return }
        let blank = JSONToken(kind: .literalNull, start: 0, end: 0, next: 0)
        tokens.append(contentsOf: repeatElement(blank, count: max(64, tokens.count)))
    }

    /// Reads on as long as an object or array is open and there is room for tokens.
    private static func parts(
        _ text: Span<UInt8>, _ state: inout State, _ room: inout MutableSpan<JSONToken>
    ) throws(JSONFailure) {
        while state.container >= 0, room.count - state.count >= mostAtOnce {
            if room[state.container].kind == .object {
                try members(text, &state, &room)
            } else {
                try items(text, &state, &room)
            }
        }
    }

    /// Goes on inside the innermost open object, until it ends, another container begins, or there is no room.
    @inline(__always)
    private static func members(
        _ text: Span<UInt8>, _ state: inout State, _ room: inout MutableSpan<JSONToken>
    ) throws(JSONFailure) {
        let container = state.container
        var isFirst = state.count == container + 1
        while state.container == container, room.count - state.count >= mostAtOnce {
            var byte = try significant(text, &state.place)
            if byte == UInt8(ascii: "}") { return close(&state, &room) }
            if !isFirst {
                guard byte == UInt8(ascii: ",") else { throw fail(.syntax, state.place, "expected ',' or '}'") }
                state.place += 1
                byte = try significant(text, &state.place)
            }
            guard byte == UInt8(ascii: "\"") else {
                throw fail(.syntax, state.place, "expected a member name in quotes")
            }
            try string(text, &state, &room, as: .name)
            guard try significant(text, &state.place) == UInt8(ascii: ":") else {
                throw fail(.syntax, state.place, "expected ':'")
            }
            state.place += 1
            // Most values are strings.
            if state.place < text.count, text[state.place] == UInt8(ascii: "\"") {
                try string(text, &state, &room, as: .string)
            } else {
                try value(text, &state, &room)
            }
            isFirst = false
        }
    }

    /// Goes on inside the innermost open array, until it ends, another container begins, or there is no room.
    @inline(__always)
    private static func items(
        _ text: Span<UInt8>, _ state: inout State, _ room: inout MutableSpan<JSONToken>
    ) throws(JSONFailure) {
        let container = state.container
        var isFirst = state.count == container + 1
        while state.container == container, room.count - state.count >= mostAtOnce {
            let byte = try significant(text, &state.place)
            if byte == UInt8(ascii: "]") { return close(&state, &room) }
            if !isFirst {
                guard byte == UInt8(ascii: ",") else { throw fail(.syntax, state.place, "expected ',' or ']'") }
                state.place += 1
            }
            try value(text, &state, &room)
            isFirst = false
        }
    }

    @inline(__always)
    private static func close(_ state: inout State, _ room: inout MutableSpan<JSONToken>) {
        let container = state.container
        state.place += 1
        state.depth -= 1
        state.container = room[container].end
        room[container].end = state.place
        room[container].next = state.count
    }

    @inline(__always)
    static func add(
        _ kind: JSONToken.Kind, isForeign: Bool = false, _ start: Int, _ end: Int, _ state: inout State,
        _ room: inout MutableSpan<JSONToken>
    ) {
        room[state.count] = JSONToken(
            kind: kind, isForeign: isForeign, start: start, end: end, next: state.count + 1)
        state.count += 1
    }

    @inline(__always)
    private static func value(
        _ text: Span<UInt8>, _ state: inout State, _ room: inout MutableSpan<JSONToken>
    ) throws(JSONFailure) {
        let byte = try significant(text, &state.place)
        switch byte {
        case UInt8(ascii: "\""): try string(text, &state, &room, as: .string)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if state.depth >= state.mostDepth {
                throw fail(.depth, state.place, "nested deeper than \(state.mostDepth) levels")
            }
            let outer = state.container
            state.depth += 1
            state.container = state.count
            add(byte == UInt8(ascii: "{") ? .object : .array, state.place, outer, &state, &room)
            state.place += 1
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let start = state.place
            state.place = try endOfNumber(text, start)
            add(.number, start, state.place, &state, &room)
        case UInt8(ascii: "t"): try literal(text, &state, &room, "true", .literalTrue)
        case UInt8(ascii: "f"): try literal(text, &state, &room, "false", .literalFalse)
        case UInt8(ascii: "n"): try literal(text, &state, &room, "null", .literalNull)
        default: throw fail(.syntax, state.place, "expected a JSON value")
        }
    }

    @inline(never)
    private static func literal(
        _ text: Span<UInt8>, _ state: inout State, _ room: inout MutableSpan<JSONToken>, _ word: StaticString,
        _ kind: JSONToken.Kind
    ) throws(JSONFailure) {
        let start = state.place
        for offset in 0..<word.utf8CodeUnitCount {
            let place = start + offset
            guard place < text.count else { throw fail(.ended, place, "the text ends inside '\(word)'") }
            let expected = word.withUTF8Buffer { unsafe $0[offset] }
            guard text[place] == expected else { throw fail(.syntax, start, "expected '\(word)'") }
        }
        state.place = start + word.utf8CodeUnitCount
        add(kind, start, state.place, &state, &room)
    }

    /// Where the number that begins at a place ends.
    @inline(__always)
    private static func endOfNumber(_ text: Span<UInt8>, _ start: Int) throws(JSONFailure) -> Int {
        var place = text[start] == UInt8(ascii: "-") ? start + 1 : start
        let first = place
        try digits(text, &place)
        if text[first] == UInt8(ascii: "0"), place > first + 1 {
            throw fail(.syntax, start, "a number must not begin with 0")
        }
        if place < text.count, text[place] == UInt8(ascii: ".") {
            place += 1
            try digits(text, &place)
        }
        if place < text.count, text[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < text.count, text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-") { place += 1 }
            try digits(text, &place)
        }
        return place
    }

    /// Steps over one digit and all that follow.
    @inline(__always)
    private static func digits(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) {
        let first = place
        while place < text.count, text[place] &- UInt8(ascii: "0") < 10 { place += 1 }
        if place == first { throw fail(place < text.count ? .syntax : .ended, place, "expected a digit") }
    }

    @inline(__always)
    static func space(_ text: Span<UInt8>, _ place: inout Int) {
        while place < text.count, text[place] <= 0x20 {
            switch text[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    @inline(__always)
    private static func significant(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) -> UInt8 {
        space(text, &place)
        guard place < text.count else { throw fail(.ended, place, "the text ends before its value is complete") }
        return text[place]
    }

    @inline(never)
    static func fail(_ cause: JSONFailure.Cause, _ offset: Int, _ text: String) -> JSONFailure {
        JSONFailure(cause: cause, offset: offset, text: text)
    }
}
