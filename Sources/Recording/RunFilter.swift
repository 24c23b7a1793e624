import Files

/// Says of up to 64 runs at once which of them may hold a fingerprint: a Bloom filter for each, one bit
/// of each word (Bloom 1970, sliced by bits). In memory, so that the usual lookup, which finds
/// nothing, touches no run.
///
/// A fingerprint has ten bits in one block of 512, all in one page; blocks are in the order of
/// fingerprints. With 32 messages a block, a run that does not have the fingerprint says so in all but
/// about one lookup of two thousand.
final class RunFilter {
    /// How many runs fit.
    static let width = 64
    private static let blockBits = 512
    private static let hashes = 10

    /// How many blocks a run's bits have, a power of two.
    private let blocks: Int
    /// Row by row: bit c says whether the row's bit is set for the run in column c.
    private let rows: ZeroedWords

    /// A filter of runs whose bits fill so many blocks.
    init(blocks: Int) throws(FileError) {
        self.blocks = blocks
        rows = try ZeroedWords(count: blocks * RunFilter.blockBits)
    }

    /// How many blocks a run of so many messages needs: 16 bits a message.
    static func blocks(forCapacity capacity: Int) -> Int {
        var blocks = 1
        while blocks * 32 < capacity { blocks *= 2 }
        return blocks
    }

    /// The words of a run's bits.
    static func words(blocks: Int) -> Int { blocks * blockBits / 64 }

    /// One bit for each run that may hold the fingerprint. O(1).
    func candidates(_ fingerprint: UInt64) -> UInt64 {
        let block = RunFilter.block(fingerprint, blocks) * RunFilter.blockBits
        var mixed = fingerprint
        var mask = UInt64.max
        for _ in 0..<RunFilter.hashes { mask &= rows[block + RunFilter.nextRow(&mixed)] }
        return mask
    }

    /// The bits of a run with these messages, as they are stored with it. O(n).
    static func bits(of entries: [FingerprintEntry], blocks: Int) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: words(blocks: blocks))
        for entry in entries {
            let block = block(entry.fingerprint, blocks) * blockBits
            var mixed = entry.fingerprint
            for _ in 0..<hashes {
                let row = block + nextRow(&mixed)
                bits[row / 64] |= 1 << UInt64(row % 64)
            }
        }
        return bits
    }

    /// Gives a column to a run, word by word of its bits. O(rows).
    func set(_ column: Int, to word: (Int) -> UInt64) {
        let keep = ~(UInt64(1) << UInt64(column))
        var row = 0
        for place in 0..<rows.count / 64 {
            let bits = word(place)
            for bit in 0..<UInt64(64) {
                rows[row] = rows[row] & keep | (bits >> bit & 1) << UInt64(column)
                row += 1
            }
        }
    }

    private static func block(_ fingerprint: UInt64, _ blocks: Int) -> Int {
        Int(truncatingIfNeeded: fingerprint >> UInt64(64 - blocks.trailingZeroBitCount))
    }

    /// One row after the other in a fingerprint's block, from all its bits.
    private static func nextRow(_ mixed: inout UInt64) -> Int {
        mixed = mixed &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 55)
    }
}
