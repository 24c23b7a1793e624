// JSON as what it says, to compare texts of different spelling, and to spell one in another way.

import Support

@testable import Validation

/// A JSON value as what it says: escapes are read, members have no order, numbers stand as they are written.
enum JSONValue: Equatable {
    case bare(String), string([UInt8]), array([JSONValue]), object([[UInt8]: JSONValue])

    init?(_ text: String) {
        var scanner = JSONScanner()
        let document = Array(text.utf8)
        do { try scanner.scan(document.span, mostDepth: 1_000) } catch { return nil }
        self.init(scanner.tokens, 0, document)
    }

    private init(_ tokens: [JSONToken], _ place: Int, _ document: [UInt8]) {
        let token = tokens[place]
        func text(_ token: JSONToken) -> [UInt8] { Array(Placing.memberName(token, document)) }
        switch token.kind {
        case .string, .name: self = .string(text(token))
        case .array:
            var items: [JSONValue] = []
            var item = place + 1
            while item < token.next {
                items.append(JSONValue(tokens, item, document))
                item = tokens[item].next
            }
            self = .array(items)
        case .object:
            var members: [[UInt8]: JSONValue] = [:]
            var item = place + 1
            while item < token.next {
                members[text(tokens[item])] = JSONValue(tokens, item + 1, document)
                item = tokens[item + 1].next
            }
            self = .object(members)
        default: self = .bare(String(decoding: document[token.start..<token.end], as: UTF8.self))
        }
    }
}

extension JSONValue {
    /// Spells some values in another way that means the same elements.
    mutating func respell(namespace: String, isRoot: Bool = false, using numbers: inout some RandomNumberGenerator) {
        func chance() -> Bool { Int.random(in: 0..<5, using: &numbers) == 0 }
        switch self {
        case .bare(let text):
            if text != "null", chance() { self = .string(Array(text.utf8)) }
            if text == "null", chance() { self = .object([Array("@xsi:nil".utf8): .bare("true")]) }
        case .string(let text):
            if Canonical.isNumber(text[...]) || Canonical.isLiteral(text[...]), chance() {
                self = .bare(String(decoding: text, as: UTF8.self))
            } else if chance() {
                self = .object(text.isEmpty && chance() ? [:] : [Array("#text".utf8): .string(text)])
            }
        case .array(var items):
            for place in items.indices {
                let item = items[place]
                items[place].respell(namespace: namespace, using: &numbers)
                if case .array = items[place] { items[place] = item }
            }
            self = items.count == 1 && chance() ? items[0] : .array(items)
        case .object(let members):
            var changed: [[UInt8]: JSONValue] = [:]
            // In the order of the names: a seed gives the same spelling each time.
            for (name, value) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                var value = value
                let isScalar = name.first == UInt8(ascii: "@") || name.elementsEqual("#text".utf8)
                if isScalar {
                    if name.elementsEqual("@xmlns".utf8) {
                        if !isRoot, chance() { continue }
                    } else {
                        value.respellScalar(chance())
                    }
                } else if name.elementsEqual("#content".utf8) {
                    value.respellItems(namespace: namespace, using: &numbers)
                } else {
                    value.respell(namespace: namespace, using: &numbers)
                    if case .array = value {} else if !isRoot, chance() { value = .array([value]) }
                }
                let isPlain = !isScalar && ![UInt8(ascii: "#"), UInt8(ascii: "{")].contains(name.first)
                changed[isPlain && !isRoot && chance() ? Array("{\(namespace)}".utf8) + name : name] = value
            }
            if !isRoot, chance(), !changed.keys.contains(Array("#content".utf8)) {
                changed[Array("Zz".utf8)] = .array([])
            }
            self = .object(changed)
        }
    }

    private mutating func respellScalar(_ changes: Bool) {
        guard changes else { return }
        if case .bare(let text) = self { self = .string(Array(text.utf8)) }
        if case .string(let text) = self, Canonical.isNumber(text[...]) || Canonical.isLiteral(text[...]) {
            self = .bare(String(decoding: text, as: UTF8.self))
        }
    }

    /// The items of `#content`: none of their members becomes an array.
    private mutating func respellItems(namespace: String, using numbers: inout some RandomNumberGenerator) {
        guard case .array(let items) = self else { return }
        self = .array(
            items.map { item in
                guard case .object(let members) = item else { return item }
                return .object(
                    members.mapValues { value in
                        var value = value
                        value.respell(namespace: namespace, using: &numbers)
                        return value
                    })
            })
    }

    /// It as JSON text.
    var text: String {
        switch self {
        case .bare(let text): text
        case .string(let text): JSONValue.quoted(text)
        case .array(let items): "[\(items.map(\.text).joined(separator: ","))]"
        case .object(let members):
            "{"
                + members.sorted { $0.key.lexicographicallyPrecedes($1.key) }
                .map { "\(JSONValue.quoted($0.key)):\($0.value.text)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: [UInt8]) -> String {
        "\""
            + String(decoding: text, as: UTF8.self).unicodeScalars.map { scalar in
                scalar == "\"" || scalar == "\\"
                    ? "\\\(scalar)"
                    : scalar.value < 0x20
                        ? "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))" : String(scalar)
            }.joined() + "\""
    }
}
