/// Writes JSON onto one line: ledger lines, receipts, answers for programs.
///
/// The caller calls `open`, `close` and the members in the order in which they shall stand; commas
/// are put by us. Bytes that are no UTF-8 are written as U+FFFD.
public struct JSONText: Sendable {
    /// What is written so far.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// Writes nothing yet.
    public init() {
        bytes = []
        bytes.reserveCapacity(512)
    }

    /// Goes on behind bytes that stand there already, and counts them to what is written.
    public init(behind bytes: consuming [UInt8]) { self.bytes = bytes }

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
        string(name, value.span)
    }

    /// A string.
    public mutating func string(_ name: StaticString?, _ value: String) { string(name, value.utf8.span) }

    private mutating func string(_ name: StaticString?, _ value: Span<UInt8>) {
        if JSONText.isPlain(value) {
            plain(name, value)
        } else {
            key(name)
            quote(value)
        }
        needsComma = true
    }

    /// A string that stands as it is: name and value in one piece, as most members are written.
    private mutating func plain(_ name: StaticString?, _ value: Span<UInt8>) {
        let comma = needsComma
        bytes.append(addingCapacity: (name?.utf8CodeUnitCount ?? 0) + value.count + 6) { output in
            JSONText.write(name, comma, to: &output)
            output.append(UInt8(ascii: "\""))
            unsafe value.withUnsafeBytes { unsafe JSONText.copy($0, to: &output) }
            output.append(UInt8(ascii: "\""))
        }
    }

    /// A moment, as its `text` has it.
    public mutating func string(_ name: StaticString?, _ value: Timestamp) {
        plain(name, value.characters.span)
        needsComma = true
    }

    /// A digest in hexadecimal digits.
    public mutating func string(_ name: StaticString?, _ value: Digest) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        value.appendHexadecimal(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A string, or no member at all.
    public mutating func optional(_ name: StaticString, _ value: String?) {
        if let value { string(name, value) }
    }

    /// A string out of bytes, or no member at all.
    public mutating func optional(_ name: StaticString, _ value: [UInt8]?) {
        if let value { string(name, value) }
    }

    /// A digest in hexadecimal digits, or no member at all.
    public mutating func optional(_ name: StaticString, _ value: Digest?) {
        if let value { string(name, value) }
    }

    /// A number.
    public mutating func number(_ name: StaticString?, _ value: UInt64) {
        key(name)
        DecimalDigits(value).append(to: &bytes)
        needsComma = true
    }

    /// A number.
    public mutating func number(_ name: StaticString?, _ value: Int64) {
        key(name)
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        DecimalDigits(value.magnitude).append(to: &bytes)
        needsComma = true
    }

    /// A number.
    public mutating func number(_ name: StaticString?, _ value: Int) { number(name, Int64(value)) }

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
        let comma = needsComma
        bytes.append(addingCapacity: (name?.utf8CodeUnitCount ?? 0) + 4) { output in
            JSONText.write(name, comma, to: &output)
        }
        needsComma = false
    }

    private static func write(_ name: StaticString?, _ needsComma: Bool, to output: inout OutputSpan<UInt8>) {
        if needsComma { output.append(UInt8(ascii: ",")) }
        guard let name else { return }
        output.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { unsafe copy(UnsafeRawBufferPointer($0), to: &output) }
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: ":"))
    }

    /// Traps where there is no room.
    private static func copy(_ source: UnsafeRawBufferPointer, to output: inout OutputSpan<UInt8>) {
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
            let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
            unsafe UnsafeMutableRawBufferPointer(room).copyMemory(from: source)
            count += source.count
        }
    }

    private mutating func quote(_ value: Span<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        let text = unsafe value.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        for scalar in text.unicodeScalars { escape(scalar) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether bytes stand in a string as they are: printable ASCII but quote and backslash. Looks at eight at a
    /// time; the last eight of them may be looked at twice.
    private static func isPlain(_ value: Span<UInt8>) -> Bool {
        guard value.count >= 8 else {
            for place in value.indices {
                let byte = value[place]
                guard byte >= 0x20, byte < 0x7F, byte != 0x22, byte != 0x5C else { return false }
            }
            return true
        }
        var place = 0
        while true {
            let word = unsafe value.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
            if strange(word) != 0 { return false }
            if place == value.count - 8 { return true }
            place = min(place + 8, value.count - 8)
        }
    }

    /// Not 0 when one of eight bytes is not plain. Each term sets the highest bit of a byte that is too small, or
    /// the one that is looked for. It may set that of the byte above too, but of none where all are plain.
    private static func strange(_ word: UInt64) -> UInt64 {
        let each: UInt64 = 0x0101_0101_0101_0101
        func below(_ bound: UInt64, _ word: UInt64) -> UInt64 { (word &- each &* bound) & ~word }
        let found =
            word | below(0x20, word) | below(1, word ^ each &* 0x22) | below(1, word ^ each &* 0x5C)
            | below(1, word ^ each &* 0x7F)
        return found & 0x8080_8080_8080_8080
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
