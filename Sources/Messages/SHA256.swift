import CProcessor

/// SHA-256 (FIPS 180-4): 32 bytes that stand for a file's content.
public struct Digest: Hashable, Sendable {
    /// The 32 bytes as four words, the first byte highest.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    fileprivate init(state: InlineArray<8, UInt32>) {
        func pair(_ at: Int) -> UInt64 { UInt64(state[at]) << 32 | UInt64(state[at + 1]) }
        words = (pair(0), pair(2), pair(4), pair(6))
    }

    /// The digest of bytes that are all there.
    public init(of bytes: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(Array(bytes).span)
        self = hash.finish()
    }

    /// Reads 64 hexadecimal digits; nil for anything else.
    public init?(hexadecimal: some Collection<UInt8>) {
        // An array's own loop: every ledger line that is read comes through here.
        let digits = Array(hexadecimal)
        guard digits.count == 64 else { return nil }
        var state = InlineArray<8, UInt32>(repeating: 0)
        for place in 0..<64 {
            let digit = digits[place]
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
            default: return nil
            }
            state[place / 8] = state[place / 8] << 4 | UInt32(value)
        }
        self.init(state: state)
    }

    /// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
    public var hexadecimal: [UInt8] {
        var text = [UInt8]()
        appendHexadecimal(to: &text)
        return text
    }

    /// Adds the digits to bytes.
    func appendHexadecimal(to text: inout [UInt8]) {
        var digits = InlineArray<8, UInt64>(repeating: 0)
        func put(_ word: UInt64, at place: Int) {
            digits[place] = Digest.eightDigits(word >> 32)
            digits[place + 1] = Digest.eightDigits(word & 0xFFFF_FFFF)
        }
        put(words.0, at: 0)
        put(words.1, at: 2)
        put(words.2, at: 4)
        put(words.3, at: 6)
        unsafe digits.span.bytes.withUnsafeBytes { unsafe text.append(contentsOf: $0) }
    }

    /// The digits of 32 bits, as they lie in memory: each four bits become a byte, and all bytes digits at once.
    private static func eightDigits(_ bits: UInt64) -> UInt64 {
        var word = (bits << 16 | bits) & 0x0000_FFFF_0000_FFFF
        word = (word << 8 | word) & 0x00FF_00FF_00FF_00FF
        word = (word << 4 | word) & 0x0F0F_0F0F_0F0F_0F0F
        let each: UInt64 = 0x0101_0101_0101_0101
        // 1 where a letter stands, which is 39 behind where the digits would go on.
        let letters = ((word &+ each &* 6) >> 4) & each
        return (word &+ each &* UInt64(UInt8(ascii: "0")) &+ letters &* 39).bigEndian
    }

    /// Whether both stand for the same content.
    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    /// The first word is as good as a hash can be.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// SHA-256 over bytes that come in pieces.
public struct SHA256: Sendable {
    private var state: InlineArray<8, UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private var pending = InlineArray<64, UInt8>(repeating: 0)
    private var pendingCount = 0
    private var length: UInt64 = 0
    private let usesInstructions: Bool

    /// Whether this processor has instructions for it, which take a fifth of the time.
    static let hasInstructions = luova_has_sha256() != 0

    /// A hash of nothing yet.
    public init() { usesInstructions = SHA256.hasInstructions }

    /// A hash that is computed without the processor's instructions for it.
    init(plainly: Bool) { usesInstructions = !plainly && SHA256.hasInstructions }

    /// Adds bytes. O(n).
    public mutating func update(_ bytes: Span<UInt8>) {
        length += UInt64(bytes.count)
        var start = 0
        if pendingCount > 0 {
            start = min(64 - pendingCount, bytes.count)
            for place in 0..<start { pending[pendingCount + place] = bytes[place] }
            pendingCount += start
            guard pendingCount == 64 else { return }
            let block = pending
            compress(block.span)
            pendingCount = 0
        }
        let whole = (bytes.count - start) / 64 * 64
        if whole > 0 { compress(bytes.extracting(start..<(start + whole))) }
        start += whole
        for place in start..<bytes.count { pending[place - start] = bytes[place] }
        pendingCount = bytes.count - start
    }

    /// The digest of all bytes so far. The hash is used up by it.
    public mutating func finish() -> Digest {
        let bits = length * 8
        pending[pendingCount] = 0x80
        for place in (pendingCount + 1)..<64 { pending[place] = 0 }
        if pendingCount >= 56 {
            let block = pending
            compress(block.span)
            pending = InlineArray(repeating: 0)
        }
        for place in 0..<8 { pending[56 + place] = UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * place)) }
        let block = pending
        compress(block.span)
        return Digest(state: state)
    }

    /// Whole blocks of 64 bytes (FIPS 180-4, section 6.2.2).
    private mutating func compress(_ bytes: Span<UInt8>) {
        guard usesInstructions else {
            for start in stride(from: 0, to: bytes.count, by: 64) { compress(bytes, at: start) }
            return
        }
        var words = state.mutableSpan
        unsafe words.withUnsafeMutableBufferPointer { words in
            unsafe SHA256.constants.withUnsafeBufferPointer { constants in
                unsafe bytes.withUnsafeBufferPointer { bytes in
                    unsafe luova_sha256(words.baseAddress, constants.baseAddress, bytes.baseAddress, bytes.count / 64)
                }
            }
        }
    }

    /// One block, in plain Swift.
    private mutating func compress(_ bytes: Span<UInt8>, at start: Int) {
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for word in 0..<16 {
            let at = start + word * 4
            schedule[word] =
                UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
                | UInt32(bytes[at + 3])
        }
        for word in 16..<64 {
            let early = schedule[word - 15]
            let late = schedule[word - 2]
            let sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
            let sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
            schedule[word] = schedule[word - 16] &+ sigma0 &+ schedule[word - 7] &+ sigma1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for round in 0..<64 {
            let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let choice = e & f ^ ~e & g
            let first = h &+ sum1 &+ choice &+ SHA256.constants[round] &+ schedule[round]
            let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let majority = a & b ^ a & c ^ b & c
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ sum0 &+ majority)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    @inline(__always)
    private func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
