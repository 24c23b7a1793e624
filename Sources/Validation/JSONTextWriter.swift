/// Writes JSON text for people: each member and each item on a line of its own, indented by two spaces.
///
/// The caller calls in the order in which things shall stand; commas are put by us.
struct JSONTextWriter {
    /// What is written so far.
    private(set) var bytes: [UInt8] = []
    private let isIndented: Bool
    private var depth = 0
    /// Whether something stands before in the innermost container.
    private var needsComma = false
    /// Whether a member's name has just been written.
    private var isBehindName = false

    init(isIndented: Bool) { self.isIndented = isIndented }

    mutating func open(_ bracket: Unicode.Scalar) {
        begin()
        bytes.append(UInt8(ascii: bracket))
        depth += 1
        needsComma = false
    }

    mutating func close(_ bracket: Unicode.Scalar) {
        depth -= 1
        if needsComma { newLine() }
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    /// A member's name; its value is written next.
    mutating func name(_ name: [UInt8]) {
        begin()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        if isIndented { bytes.append(UInt8(ascii: " ")) }
        isBehindName = true
    }

    mutating func string(_ text: [UInt8]) {
        begin()
        quote(text)
        needsComma = true
    }

    /// A number, `true`, `false` or `null`, as it stands.
    mutating func bare(_ text: [UInt8]) {
        begin()
        bytes += text
        needsComma = true
    }

    /// The whole text ends here.
    mutating func finish() { bytes.append(0x0A) }

    private mutating func begin() {
        if isBehindName {
            isBehindName = false
        } else {
            if needsComma { bytes.append(UInt8(ascii: ",")) }
            if depth > 0 { newLine() }
        }
    }

    private mutating func newLine() {
        guard isIndented else { return }
        bytes.append(0x0A)
        bytes += Array(repeating: 0x20, count: 2 * depth)
    }

    private mutating func quote(_ text: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x0D: bytes += Array("\\r".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
