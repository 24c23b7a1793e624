import Messages

/// The id of a generated message: a UUID that looks random, and is the same for the same seed and number.
///
/// Two numbers of one seed never have the same: 62 of its bits are a permutation of the number.
struct TrafficIdentifier: Hashable {
    private let high: UInt64
    private let low: UInt64

    /// The id of this number.
    init(seed: UInt64, number: Int) {
        var random = RandomStream(seed: seed ^ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        high = random.next() & 0x0FFF_FFFF_FFFF_FFFF
        var key = RandomStream(seed: seed)
        low = TrafficIdentifier.permuted(UInt64(number), key.next())
    }

    /// Each step can be undone among numbers of 62 bits, so no two become one.
    private static func permuted(_ number: UInt64, _ key: UInt64) -> UInt64 {
        let mask: UInt64 = 0x3FFF_FFFF_FFFF_FFFF
        var mixed = (number &+ key) & mask
        mixed = mixed &* 0xBF58_476D_1CE4_E5B9 & mask
        mixed ^= mixed >> 31
        mixed = mixed &* 0x94D0_49BB_1331_11EB & mask
        return mixed ^ mixed >> 29
    }

    /// Its 32 hexadecimal digits, in five parts: of 8, 4, 4, 4 and 12 digits.
    var parts: (first: UInt64, second: UInt64, third: UInt64, fourth: UInt64, fifth: UInt64) {
        (
            high >> 28, high >> 12 & 0xFFFF, 0x4000 | high & 0xFFF, 0x8000 | low >> 48,
            low & 0xFFFF_FFFF_FFFF
        )
    }

    /// Writes it over bytes of a message, in the form of `text`.
    func write(to bytes: inout [UInt8], at offset: Int, hyphens: Bool = true) {
        let parts = parts
        var place = offset
        func add(_ value: UInt64, _ digits: Int) {
            for digit in (0..<digits).reversed() {
                let value = UInt8(value >> UInt64(digit * 4) & 15)
                bytes[place] = value < 10 ? 0x30 + value : 0x57 + value
                place += 1
            }
        }
        add(parts.first, 8)
        for (value, digits) in [(parts.second, 4), (parts.third, 4), (parts.fourth, 4), (parts.fifth, 12)] {
            if hyphens { place += 1 }
            add(value, digits)
        }
    }

    /// As messages write it; without hyphens where only 35 characters are allowed.
    func text(hyphens: Bool = true) -> String {
        var writer = TrafficWriter(.xml, random: RandomStream(seed: 0), capacity: 40)
        writer.add(self, hyphens: hyphens)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
