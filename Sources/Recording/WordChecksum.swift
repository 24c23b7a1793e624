/// A checksum of 64-bit words: finds torn, foreign and rotten parts of the index, a word in about a
/// nanosecond. It is no protection against somebody who means harm.
struct WordChecksum {
    private(set) var value: UInt64

    /// Begins with what the words belong to, so that the same words elsewhere do not pass.
    init(_ seed: UInt64) { value = seed ^ 0x6A09_E667_F3BC_C908 }

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }
}
