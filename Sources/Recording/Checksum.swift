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
        let digits = Array("0123456789abcdef".utf8)
        return stride(from: 28, through: 0, by: -4).map { digits[Int(checksum >> UInt32($0) & 15)] }
    }
}
