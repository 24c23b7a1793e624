import CProcessor

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds torn and rotten lines. It is no protection
/// against somebody who means harm.
enum Checksum {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }

    private static let hasInstructions = luova_has_crc32c() != 0

    /// The checksum of bytes. O(n).
    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let quick = bytes.withContiguousStorageIfAvailable { bytes in
            hasInstructions ? unsafe ~luova_crc32c(.max, bytes.baseAddress, bytes.count) : nil
        }
        if let quick = quick ?? nil { return quick }
        return plainly(bytes)
    }

    /// The same without the processor's instructions for it.
    static func plainly(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let table = table
        var value: UInt32 = .max
        for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
        return ~value
    }

    /// Eight lower-case hexadecimal digits.
    static func text(_ checksum: UInt32) -> [UInt8] {
        var text = [UInt8]()
        append(checksum, to: &text)
        return text
    }

    /// Adds eight lower-case hexadecimal digits.
    static func append(_ checksum: UInt32, to text: inout [UInt8]) {
        for place in 0..<8 {
            let digit = UInt8(truncatingIfNeeded: checksum >> UInt32(28 - 4 * place) & 15)
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }
}
