import Files

/// The accepted messages that are in no run yet, on the disk: frames in the order of the ledger, only
/// ever appended. Each frame has its own checksum, so that after a crash or a power cut what can be
/// relied upon is what stands before the first frame that is not right; the ledger has the rest.
final class FingerprintLog {
    /// In a frame: count of messages, the last ledger line that it covers, the first line that the whole
    /// index covers, when it was written, checksum; then the messages, two words each.
    private static let headerWords = 5
    /// So many ledger lines without an accepted message get a frame too, so that a start reads no more.
    private static let mostUnsaid: UInt64 = 1_000
    /// So many messages at most are to be read from the ledger again after a power cut.
    private static let mostUnsynchronized = 16_384

    /// What a log says of itself.
    struct Claim {
        /// The first ledger line that it covers.
        let first: UInt64
        /// The last one; `first - 1` when there is none yet.
        var through: UInt64
        /// The first ledger line that the whole index covers: what it had before has left the window.
        var from: UInt64
    }

    private(set) var claim: Claim
    private let file: Descriptor
    /// Bytes of whole frames.
    private var size: Int64 = 0
    private var unsynchronized = 0
    /// The frame at hand; its header is filled in when it is written.
    private var frame = [UInt64](repeating: 0, count: FingerprintLog.headerWords)

    private init(first: UInt64, file: consuming Descriptor) {
        claim = Claim(first: first, through: first - 1, from: 0)
        self.file = file
    }

    var name: FileName { IndexFileName(.log, first: claim.first).name }

    /// Begins an empty one at a ledger line, durable but for its name.
    static func make(first: UInt64, from: UInt64, time: Int64, in folder: Directory) throws(FileError) -> FingerprintLog
    {
        let file = try folder.openOrCreate(IndexFileName(.log, first: first).name, mode: 0o640)
        try file.truncate(to: 0)
        let log = FingerprintLog(first: first, file: file)
        try log.writeFrame(through: first - 1, from: from, time: time)
        try log.file.synchronizeData()
        return log
    }

    /// Opens one, calls `visit` with each message of a whole frame and the frame's time, and cuts what
    /// stands behind the last whole frame. Nil when there is no whole frame.
    static func open(
        first: UInt64, in folder: Directory, _ visit: (FingerprintEntry, _ time: Int64) -> Void
    ) throws(FileError) -> FingerprintLog? {
        let file = try folder.openOrCreate(IndexFileName(.log, first: first).name, mode: 0o640)
        let count = Int(try file.status().size)
        let log = FingerprintLog(first: first, file: file)
        if count > 0 { log.read(try MappedFile(log.file, count: count), visit) }
        guard log.size > 0 else { return nil }
        try log.file.truncate(to: log.size)
        try log.file.seek(to: log.size)
        return log
    }

    private func read(_ map: borrowing MappedFile, _ visit: (FingerprintEntry, _ time: Int64) -> Void) {
        var offset = 0
        let header = 8 * FingerprintLog.headerWords
        while map.count - offset >= header {
            let words = (0..<FingerprintLog.headerWords).map { map[word: offset + 8 * $0] }
            guard words[0] <= UInt64(map.count - offset - header) / 16, words[1] >= claim.through else { return }
            let end = offset + header + 16 * Int(words[0])
            var sum = checksum(at: offset)
            for word in words.dropLast() { sum.add(word) }
            for place in stride(from: offset + header, to: end, by: 8) { sum.add(map[word: place]) }
            guard sum.value == words[4] else { return }
            for place in stride(from: offset + header, to: end, by: 16) {
                let entry = FingerprintEntry(fingerprint: map[word: place], sequence: map[word: place + 8])
                visit(entry, Int64(bitPattern: words[3]))
            }
            claim.through = words[1]
            claim.from = words[2]
            offset = end
            size = Int64(end)
        }
    }

    /// A frame belongs to one place in one log.
    private func checksum(at offset: Int) -> WordChecksum { WordChecksum(claim.first ^ UInt64(offset) << 40) }

    /// Adds a message to the frame at hand.
    func add(_ fingerprint: UInt64, _ sequence: UInt64) {
        frame.append(fingerprint)
        frame.append(sequence)
    }

    /// Writes the frame at hand: with it, the log has every accepted message up to a ledger line. When it
    /// throws, the frame is still at hand and nothing of it is in the file.
    func write(through: UInt64, from: UInt64, time: Int64) throws(FileError) {
        let count = (frame.count - FingerprintLog.headerWords) / 2
        guard through > claim.through, count > 0 || through - claim.through >= FingerprintLog.mostUnsaid else { return }
        try writeFrame(through: through, from: from, time: time)
        unsynchronized += count
        if unsynchronized >= FingerprintLog.mostUnsynchronized {
            try file.synchronizeData()
            unsynchronized = 0
        }
    }

    private func writeFrame(through: UInt64, from: UInt64, time: Int64) throws(FileError) {
        frame[0] = UInt64((frame.count - FingerprintLog.headerWords) / 2)
        frame[1] = through
        frame[2] = from
        frame[3] = UInt64(bitPattern: time)
        var sum = checksum(at: Int(size))
        for place in frame.indices where place != 4 { sum.add(frame[place]) }
        frame[4] = sum.value
        do throws(FileError) {
            try file.write(words: frame)
        } catch {
            // Cut what was written of it; a start would not believe it either.
            try? file.truncate(to: size)
            try? file.seek(to: size)
            throw error
        }
        size += Int64(8 * frame.count)
        claim.through = through
        claim.from = from
        frame.removeLast(frame.count - FingerprintLog.headerWords)
    }
}
