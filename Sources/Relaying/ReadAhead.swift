/// Tells when files come from the disk and not from memory, as those do that waited while the service was stopped or that
/// a full memory gave up. Read one by one, each is waited for; asked for together (`Directory.beginReading`) they come at
/// once, and a backlog is taken twice as quickly. With files in memory asking costs a tenth and brings nothing: so a read
/// has to be slow first.
struct ReadAhead {
    /// How much of each file is asked for, in bytes; behind that the kernel reads ahead by itself.
    static let most: Int64 = 131_072

    /// What a read from memory takes at most, in nanoseconds, besides one for each byte. No disk is as quick.
    private let quick: Int64
    private var hasWaited = false

    /// Takes for quick what takes up to so many nanoseconds, and one for each byte.
    init(quick: Int64 = 50_000) { self.quick = quick }

    /// A file of so many bytes was read in so many nanoseconds.
    mutating func note(bytes: Int, took nanoseconds: Int64) {
        if nanoseconds > quick + Int64(bytes) { hasWaited = true }
    }

    /// Whether a read was waited for since this was asked last.
    mutating func takeWait() -> Bool {
        defer { hasWaited = false }
        return hasWaited
    }
}
