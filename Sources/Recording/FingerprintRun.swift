import Files
import Messages

/// The accepted messages among a stretch of ledger lines, in the order of their fingerprints, in a file
/// that is written once and mapped for reading: a header of one page, the bits for `RunFilter`, the
/// messages.
final class FingerprintRun {
    private static let magic: UInt64 = 0x4C75_6F76_6152_756E
    private static let version: UInt64 = 1
    private static let headerWords = 512
    /// In the header: magic, version, blocks, count, first, through, middle, the bits' checksum, and the
    /// checksum of these.
    private static let usedWords = 8
    private static let temporary = ".sealing"

    /// The ledger lines whose messages it holds, all of them.
    let lines: ClosedRange<UInt64>
    /// When half of its messages had been accepted, in nanoseconds since 1970.
    let middle: Int64
    let name: FileName
    /// How many messages.
    let count: Int
    private let map: MappedFile
    private let blocks: Int

    private init(
        map: consuming MappedFile, name: FileName, blocks: Int, count: Int, lines: ClosedRange<UInt64>, middle: Int64
    ) {
        self.map = map
        self.name = name
        self.blocks = blocks
        self.count = count
        self.lines = lines
        self.middle = middle
    }

    /// The name of the run that begins at a ledger line.
    static func name(first: UInt64) -> FileName { IndexFileName(.run, first: first).name }

    /// Writes a run and makes it durable. It takes its name when it is whole, so that no crash leaves half
    /// of one; the name itself is durable when the folder is.
    ///
    /// - Parameter entries: in their order.
    static func write(
        _ entries: [FingerprintEntry], lines: ClosedRange<UInt64>, middle: Int64, blocks: Int, to folder: Directory
    ) throws(FileError) {
        guard let temporary = FileName(temporary) else { preconditionFailure("a fixed name") }
        try folder.remove(temporary)
        let file = try folder.create(temporary, mode: 0o640)
        let bits = RunFilter.bits(of: entries, blocks: blocks)
        var header = [
            magic, version, UInt64(blocks), UInt64(entries.count), lines.lowerBound, lines.upperBound,
            UInt64(bitPattern: middle), checksum(of: bits),
        ]
        header.append(checksum(of: header))
        header += Array(repeating: 0, count: headerWords - header.count)
        try file.write(words: header)
        try file.write(words: bits)
        var words: [UInt64] = []
        words.reserveCapacity(1 << 14)
        for entry in entries {
            words.append(entry.fingerprint)
            words.append(entry.sequence)
            if words.count == 1 << 14 {
                try file.write(words: words)
                words.removeAll(keepingCapacity: true)
            }
        }
        try file.write(words: words)
        try file.synchronizeData()
        try folder.rename(temporary, to: folder, name(first: lines.lowerBound), replacing: true)
    }

    /// Opens a run; nil when the file is none, or not whole, or of another shape.
    static func open(_ name: FileName, in folder: Directory, blocks: Int) throws(FileError) -> FingerprintRun? {
        let file = try folder.open(name)
        let size = Int(try file.status().size)
        let start = 8 * (headerWords + RunFilter.words(blocks: blocks))
        guard size >= start, size % 16 == start % 16 else { return nil }
        let map = try MappedFile(file, count: size)
        let header = (0...usedWords).map { map[word: 8 * $0] }
        guard header[0] == magic, header[1] == version, header[2] == UInt64(blocks),
            header[3] == UInt64((size - start) / 16), header[4] <= header[5],
            header[usedWords] == checksum(of: header.dropLast()),
            self.name(first: header[4]) == name
        else { return nil }
        let run = FingerprintRun(
            map: map, name: name, blocks: blocks, count: (size - start) / 16, lines: header[4]...header[5],
            middle: Int64(bitPattern: header[6]))
        var sum = WordChecksum(magic)
        for place in 0..<RunFilter.words(blocks: blocks) { sum.add(run.bits(place)) }
        return sum.value == header[7] ? run : nil
    }

    /// A word of its bits for the filter.
    func bits(_ place: Int) -> UInt64 { map[word: 8 * (FingerprintRun.headerWords + place)] }

    /// Calls `visit` with every ledger number under a fingerprint. O(log n), and a few pages side by side: since
    /// fingerprints are spread evenly, where one lies is nearly known.
    func forEach(_ fingerprint: UInt64, _ visit: (UInt64) -> Void) {
        var low = 0
        var high = count
        let middle = Int(truncatingIfNeeded: UInt64(count).multipliedFullWidth(by: fingerprint).high)
        let reach = Int(Double(count).squareRoot())
        if middle - reach > 0, self.fingerprint(middle - reach) < fingerprint { low = middle - reach }
        if middle + reach < count, self.fingerprint(middle + reach) > fingerprint { high = middle + reach }
        while low < high {
            let place = low + (high - low) / 2
            if self.fingerprint(place) < fingerprint { low = place + 1 } else { high = place }
        }
        while low < count, self.fingerprint(low) == fingerprint {
            visit(map[word: start + 16 * low + 8])
            low += 1
        }
    }

    /// Lets go of the pages that were touched.
    func release() { map.release() }

    private var start: Int { 8 * (FingerprintRun.headerWords + RunFilter.words(blocks: blocks)) }

    private func fingerprint(_ place: Int) -> UInt64 { map[word: start + 16 * place] }

    private static func checksum(of words: some Sequence<UInt64>) -> UInt64 {
        var sum = WordChecksum(magic)
        for word in words { sum.add(word) }
        return sum.value
    }
}
