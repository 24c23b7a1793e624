import Messages
import XML

extension JSONFlow {
    /// A member's name, which stands next, its escapes read.
    mutating func name() throws(JSONStop) -> [UInt8] {
        guard try significant() == UInt8(ascii: "\"") else {
            throw refuse(.malformed, .syntax, at: place, "expected a member name in quotes")
        }
        while flow.end - place < window, flow.fill() {}
        let document = flow.bytes
        do throws(JSONFailure) {
            let end = try scanner.scanName(document.span, at: place - flow.start)
            nameOffset = place
            nameLength = scanner.tokens[0].end - scanner.tokens[0].start
            nameHasEscapes = scanner.tokens[0].hasEscapes
            place = flow.start + end
            return Array(Placing.memberName(scanner.tokens[0], document))
        } catch {
            if error.cause == .ended, !flow.isAtEnd { throw tooLong() }
            throw stop(error)
        }
    }

    /// The colon between a name and its value.
    mutating func colon() throws(JSONStop) {
        guard try significant() == UInt8(ascii: ":") else {
            throw refuse(.malformed, .syntax, at: place, "expected ':'")
        }
        place += 1
        _ = try significant()
    }

    /// The value of `#text`.
    mutating func text(into stream: inout ElementStream) throws(JSONStop) {
        let first = try significant()
        if let (document, end) = try scan() {
            let token = scanner.tokens[0]
            project(document, into: &stream) { $0.text(token, element: token.start, into: &$1) }
            place = flow.start + end
        } else if first == UInt8(ascii: "\"") {
            try longText(into: &stream)
        } else {
            mistake(.unexpectedText, place, "\"#text\" is a string, a number, true or false")
            try skip()
        }
    }

    /// A string that is larger than the window, as text of the open element.
    mutating func longText(into stream: inout ElementStream) throws(JSONStop) {
        let start = place
        stream.origin = 0
        var isPossible = true
        try string { bytes, offset in
            var plain: [UInt8] = []
            if !JSONUnescaping.append(bytes, to: &plain) { isPossible = false }
            stream.text(plain.span, offset: offset)
            return stream.stop == nil
        }
        if !isPossible { mistake(.type, start, "a character that no value may hold") }
    }

    /// Reads a string in pieces, and shows each, its escapes as they are written, as long as `show` wants more.
    private mutating func string(_ show: (ArraySlice<UInt8>, _ offset: Int) -> Bool) throws(JSONStop) {
        place += 1
        while true {
            while flow.end - place < JSONFlow.longestEscape, flow.fill() {}
            let document = flow.bytes
            let start = place - flow.start
            var local = start
            var isClosed = false
            do throws(JSONFailure) {
                isClosed = try piece(document.span, &local)
            } catch {
                throw stop(error)
            }
            if !show(document[start..<local], place) { throw .stopped }
            place = flow.start + local
            if isClosed {
                place += 1
                return
            }
            if place == flow.end, flow.isAtEnd {
                throw refuse(.incomplete, .ended, at: place, "the text ends inside a string; send it again, whole")
            }
        }
    }

    /// More than the longest escape, a pair of surrogates.
    private static let longestEscape = 16

    /// Steps to the quote that closes the string, or as far as the window holds whole escapes; true at the quote.
    private func piece(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) -> Bool {
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"):
                if text.count - place < JSONFlow.longestEscape, !flow.isAtEnd { return false }
                try JSONScanner.escape(text, &place)
            case 0..<0x20:
                throw JSONFailure(
                    cause: .syntax, offset: place,
                    text: "a control character in a string must be written as an escape")
            default: place += 1
            }
        }
        return false
    }

    /// Reads over the value that stands next.
    mutating func skip() throws(JSONStop) {
        let first = try significant()
        if let (_, end) = try scan() {
            place = flow.start + end
            return
        }
        switch first {
        case UInt8(ascii: "{"):
            try enter()
            var isFirst = true
            while try next(UInt8(ascii: "}"), isFirst: isFirst) {
                _ = try name()
                try colon()
                try skip()
                isFirst = false
            }
        case UInt8(ascii: "["):
            try enter()
            var isFirst = true
            while try next(UInt8(ascii: "]"), isFirst: isFirst) {
                try skip()
                isFirst = false
            }
        case UInt8(ascii: "\""): try string { _, _ in true }
        default: throw tooLong()
        }
    }
}
