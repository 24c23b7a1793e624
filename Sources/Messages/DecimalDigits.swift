/// A number's decimal digits, made without asking for memory.
struct DecimalDigits {
    private var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    private var first = 20

    /// The digits of a number, with zeros in front where it has fewer than `width`, at most 20.
    init(_ number: UInt64, width: Int = 1) {
        var rest = number
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        first = min(first, 20 - width)
    }

    /// The digits as text; up to 15 of them ask for no memory either.
    var text: String { unsafe withDigits { unsafe String(decoding: $0, as: UTF8.self) } }

    /// Adds the digits to bytes.
    func append(to bytes: inout [UInt8]) { unsafe withDigits { unsafe bytes.append(contentsOf: $0) } }

    private func withDigits<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        unsafe digits.span.extracting(first..<20).withUnsafeBufferPointer { unsafe body($0) }
    }
}

extension [UInt8] {
    /// Adds bytes that lie elsewhere.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
