/// Writes JSON onto one line: ledger lines, receipts, answers for programs.
///
/// The caller calls `open`, `close` and the members in the order in which they shall stand; commas
/// are put by us. Bytes that are no UTF-8 are written as U+FFFD.
public struct JSONText: Sendable {
    /// What is written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Writes nothing yet.
    public init() { bytes.reserveCapacity(512) }

    /// Starts an object, as a member when it has a name.
    public mutating func openObject(_ name: StaticString? = nil) { open(name, UInt8(ascii: "{")) }

    /// Ends an object.
    public mutating func closeObject() { close(UInt8(ascii: "}")) }

    /// Starts an array, as a member when it has a name.
    public mutating func openArray(_ name: StaticString? = nil) { open(name, UInt8(ascii: "[")) }

    /// Ends an array.
    public mutating func closeArray() { close(UInt8(ascii: "]")) }

    /// A string out of bytes.
    public mutating func string(_ name: StaticString?, _ value: [UInt8]) {
        key(name)
        quote(value)
        needsComma = true
    }

    /// A string.
    public mutating func string(_ name: StaticString?, _ value: String) { string(name, Array(value.utf8)) }

    /// A string, or no member at all.
    public mutating func optional(_ name: StaticString, _ value: String?) {
        if let value { string(name, value) }
    }

    /// A string out of bytes, or no member at all.
    public mutating func optional(_ name: StaticString, _ value: [UInt8]?) {
        if let value { string(name, value) }
    }

    /// A number.
    public mutating func number(_ name: StaticString?, _ value: some BinaryInteger) {
        key(name)
        bytes.append(contentsOf: String(value).utf8)
        needsComma = true
    }

    /// A number, or no member at all.
    public mutating func optional(_ name: StaticString, _ value: Int?) {
        if let value { number(name, value) }
    }

    /// True or false.
    public mutating func boolean(_ name: StaticString, _ value: Bool) {
        key(name)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
        needsComma = true
    }

    private mutating func open(_ name: StaticString?, _ bracket: UInt8) {
        key(name)
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func key(_ name: StaticString?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
        guard let name else { return }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ value: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if value.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
            bytes.append(contentsOf: value)
        } else {
            for scalar in String(decoding: value, as: UTF8.self).unicodeScalars { escape(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": bytes.append(contentsOf: #"\""#.utf8)
        case "\\": bytes.append(contentsOf: #"\\"#.utf8)
        case "\n": bytes.append(contentsOf: #"\n"#.utf8)
        // Control characters, and what a terminal or a line reader would act upon.
        case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
            let digits = String(scalar.value, radix: 16)
            bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
        default: bytes.append(contentsOf: String(scalar).utf8)
        }
    }
}
