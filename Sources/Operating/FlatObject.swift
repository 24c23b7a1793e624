/// One JSON object whose members are strings, whole numbers, `true` and `false`, and lists of strings: what requests to
/// the daemon and the ends of its answers are made of. Whatever is deeper, double, or no JSON (RFC 8259), is none.
///
/// Reads bytes of anybody: in one pass, without recursion.
public struct FlatObject: Sendable, Equatable {
    /// What a member holds.
    public enum Value: Sendable, Equatable {
        case text(String)
        case number(Int64)
        case truth(Bool)
        case list([String])
    }

    private var members: [String: Value] = [:]

    /// An object without members.
    public init() {}

    /// Reads an object that fills the bytes, but for white space; nil for anything else. O(n).
    public init?(_ bytes: [UInt8]) {
        var reader = Reader(bytes)
        guard reader.skip(UInt8(ascii: "{")) else { return nil }
        if !reader.skip(UInt8(ascii: "}")) {
            repeat {
                guard let name = reader.string(), reader.skip(UInt8(ascii: ":")), let value = reader.value(),
                    members.updateValue(value, forKey: name) == nil
                else { return nil }
            } while reader.skip(UInt8(ascii: ","))
            guard reader.skip(UInt8(ascii: "}")) else { return nil }
        }
        guard reader.isAtEnd else { return nil }
    }

    /// The members' names, sorted.
    public var names: [String] { members.keys.sorted() }

    /// A member; nil when there is none.
    public subscript(name: String) -> Value? {
        get { members[name] }
        set { members[name] = newValue }
    }

    /// A member that is a string.
    public func text(_ name: String) -> String? {
        if case .text(let text)? = members[name] { return text }
        return nil
    }

    /// A member that is a whole number.
    public func number(_ name: String) -> Int64? {
        if case .number(let number)? = members[name] { return number }
        return nil
    }
}

extension FlatObject {
    /// Walks over the bytes once.
    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            skipSpace()
        }

        var isAtEnd: Bool { place == bytes.count }

        mutating func skipSpace() {
            while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
        }

        /// Goes behind one sign and the white space behind that; false where something else stands.
        mutating func skip(_ sign: UInt8) -> Bool {
            guard place < bytes.count, bytes[place] == sign else { return false }
            place += 1
            skipSpace()
            return true
        }

        mutating func value() -> Value? {
            guard place < bytes.count else { return nil }
            switch bytes[place] {
            case UInt8(ascii: "\""): return string().map { .text($0) }
            case UInt8(ascii: "["): return list().map { .list($0) }
            default: return word()
            }
        }

        private mutating func list() -> [String]? {
            guard skip(UInt8(ascii: "[")) else { return nil }
            var texts: [String] = []
            if skip(UInt8(ascii: "]")) { return texts }
            repeat {
                guard let text = string() else { return nil }
                texts.append(text)
            } while skip(UInt8(ascii: ","))
            return skip(UInt8(ascii: "]")) ? texts : nil
        }

        private mutating func word() -> Value? {
            let start = place
            while place < bytes.count, FlatObject.isOfWord(bytes[place]) { place += 1 }
            let word = bytes[start..<place]
            skipSpace()
            if word.elementsEqual("true".utf8) { return .truth(true) }
            if word.elementsEqual("false".utf8) { return .truth(false) }
            let digits = word.first == UInt8(ascii: "-") ? word.dropFirst() : word
            guard let first = digits.first, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                first != 0x30 || digits.count == 1
            else { return nil }
            return Int64(String(decoding: word, as: UTF8.self)).map { .number($0) }
        }

        /// A string, and the white space behind it.
        mutating func string() -> String? {
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
            place += 1
            var text: [UInt8] = []
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                switch byte {
                case UInt8(ascii: "\""):
                    skipSpace()
                    return String(validating: text, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let scalar = escaped() else { return nil }
                    text.append(contentsOf: String(scalar).utf8)
                case 0..<0x20: return nil
                default: text.append(byte)
                }
            }
            return nil
        }

        /// What stands behind a backslash.
        private mutating func escaped() -> Unicode.Scalar? {
            guard place < bytes.count else { return nil }
            let sign = bytes[place]
            place += 1
            switch sign {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(sign)
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"):
                guard let unit = unit() else { return nil }
                guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
                // The first half of a pair; the second must follow.
                guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                    bytes[place + 1] == UInt8(ascii: "u")
                else { return nil }
                place += 2
                guard let low = self.unit(), (0xDC00..<0xE000).contains(low) else { return nil }
                return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            default: return nil
            }
        }

        private mutating func unit() -> UInt32? {
            guard place + 4 <= bytes.count else { return nil }
            let digits = bytes[place..<(place + 4)]
            guard digits.allSatisfy(FlatObject.isHexadecimal) else { return nil }
            place += 4
            return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        }
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x7A || byte == UInt8(ascii: "-")
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x46 || byte >= 0x61 && byte <= 0x66
    }
}
