// The JSON scanner. The second opinion is the grammar of RFC 8259, written down once more, by recursion.

@testable import Validation

/// Reads JSON without keeping anything of it.
private struct Grammar {
    let text: [UInt8]
    var place = 0

    static let mostDepth = 40

    /// Whether the whole text is one JSON value, not too deep.
    static func accepts(_ text: [UInt8]) -> Bool {
        var grammar = Grammar(text: text)
        return grammar.value(inside: 0) && grammar.place == text.count
    }

    private var next: UInt8? { place < text.count ? text[place] : nil }

    private mutating func takes(_ word: String) -> Bool {
        guard text[place...].starts(with: word.utf8) else { return false }
        place += word.utf8.count
        return true
    }

    private mutating func skip(_ isWanted: (UInt8) -> Bool) -> Int {
        let start = place
        while let byte = next, isWanted(byte) { place += 1 }
        return place - start
    }

    private mutating func space() { _ = skip { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }

    private mutating func value(inside depth: Int) -> Bool {
        space()
        defer { space() }
        switch next {
        case UInt8(ascii: "{"): return depth < Grammar.mostDepth && list("}") { $0.member(inside: depth + 1) }
        case UInt8(ascii: "["): return depth < Grammar.mostDepth && list("]") { $0.value(inside: depth + 1) }
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            return takes("true") || takes("false") || takes("null")
        default: return number()
        }
    }

    private mutating func list(_ end: String, _ item: (inout Grammar) -> Bool) -> Bool {
        place += 1
        space()
        if takes(end) { return true }
        repeat { guard item(&self) else { return false } } while takes(",")
        return takes(end)
    }

    private mutating func member(inside depth: Int) -> Bool {
        space()
        guard next == UInt8(ascii: "\""), string() else { return false }
        space()
        return takes(":") && value(inside: depth)
    }

    private mutating func number() -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        _ = takes("-")
        guard takes("0") || skip(isDigit) > 0 else { return false }
        if takes(".") { guard skip(isDigit) > 0 else { return false } }
        if takes("e") || takes("E") {
            _ = takes("+") || takes("-")
            guard skip(isDigit) > 0 else { return false }
        }
        return true
    }

    private mutating func string() -> Bool {
        place += 1
        while let byte = next, byte >= 0x20 {
            place += 1
            if byte == UInt8(ascii: "\"") { return true }
            guard byte == UInt8(ascii: "\\") else { continue }
            if let kind = next, "\"\\/bfnrt".utf8.contains(kind) {
                place += 1
            } else if let unit = unit(), unit & 0xFC00 != 0xDC00 {
                // We ask for more than the grammar does: no half of a surrogate pair.
                if unit & 0xFC00 == 0xD800 {
                    guard takes("\\"), let low = self.unit(), low & 0xFC00 == 0xDC00 else { return false }
                }
            } else {
                return false
            }
        }
        return false
    }

    private mutating func unit() -> Int? {
        guard takes("u"), text.count - place >= 4 else { return nil }
        let digits = text[place..<place + 4]
        place += 4
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

/// Checks that tokens rise, nest, and say where they end.
private func check(_ tokens: [JSONToken], _ text: [UInt8]) {
    var open: [(end: Int, next: Int)] = []
    var last = 0
    for (place, token) in tokens.enumerated() {
        while let container = open.last, container.next == place {
            demand(container.end <= token.start, "\(token) stands in what has ended")
            open.removeLast()
        }
        demand(last <= token.start && token.start <= token.end && token.end <= text.count, "\(token)")
        if let container = open.last {
            demand(token.end < container.end && token.next <= container.next, "\(token) leaves its container")
        }
        switch token.kind {
        case .object, .array:
            let brackets = [text[token.start], text[token.end - 1]]
            demand(brackets.elementsEqual((token.kind == .object ? "{}" : "[]").utf8), "\(token) has other brackets")
            demand(place < token.next && token.next <= tokens.count, "\(token) says wrongly what is next")
            open.append((token.end, token.next))
        case .string, .name:
            let words = text[token.start..<token.end]
            demand(text[token.start - 1] == 0x22 && text[token.end] == 0x22, "\(token) has no quotes")
            demand(token.hasEscapes == words.contains(UInt8(ascii: "\\")), "\(token) is wrong about escapes")
            var value: [UInt8] = []
            if JSONUnescaping.append(words, to: &value) {
                demand(String(validating: value, as: UTF8.self) != nil, "\(value) is not UTF-8")
                demand(token.hasEscapes || value[...] == words, "\(value) is not what stands there")
            }
        default: break
        }
        if token.kind != .object, token.kind != .array { demand(token.next == place + 1, "\(token)") }
        last = token.start
    }
}

/// One trial.
@_cdecl("LLVMFuzzerTestOneInput")
public func trial(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = fuzzed(start, count)
    guard String(validating: text, as: UTF8.self) != nil else { return 0 }
    var scanner = JSONScanner()
    do throws(JSONFailure) {
        try scanner.scan(text.span, mostDepth: Grammar.mostDepth)
        demand(Grammar.accepts(text), "accepted, though it is no JSON")
        // Behind them stand those of texts before.
        check(Array(scanner.tokens[..<scanner.tokens[0].next]), text)
    } catch {
        demand(!Grammar.accepts(text), "refused, though it is JSON: \(error)")
        demand(error.cause == .ended ? error.offset == text.count : error.offset < text.count, "\(error)")
    }
    // What was good as a whole may only end too early when it is cut.
    if !scanner.tokens.isEmpty, Grammar.accepts(text) {
        let cut = Array(text[..<(text.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % text.count)])
        do throws(JSONFailure) {
            try scanner.scan(cut.span, mostDepth: Grammar.mostDepth)
        } catch {
            demand(error.cause == .ended, "\(error)")
        }
    }
    return 0
}
