internal import Glibc

/// How much CPU time the reading of a document has taken, against what it may take.
public struct ReadingTime {
    /// A look at the clock costs a call of the kernel: only one in so many events pays for it.
    static let eventsBetweenLooks = 256

    private let budget: Int64?
    private(set) var events = 0
    /// The first look at the thread's own clock; nil before it.
    private var begin: Int64?

    /// The time that a document has under these limits, which counts from the first look at the clock on.
    public init(_ limits: DocumentLimits) { budget = limits.time }

    /// Counts an event, of which each document has about as many as it has elements. True where it is time to look.
    @inline(__always)
    mutating func isLook() -> Bool {
        events += 1
        return UInt(bitPattern: events) % UInt(ReadingTime.eventsBetweenLooks) == 0
    }

    /// Whether the document has used up the time for what was read of it, up to an offset.
    mutating func isOver(at offset: Int) -> Bool {
        guard let budget else { return false }
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return false }
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        let begin = begin ?? now
        self.begin = begin
        return (now - begin) / Int64(1 + offset / 10_000_000) > budget
    }

    /// Counts an event that no element is, and looks at the clock at one of so many: whether the time is over.
    public mutating func pass(_ offset: Int) -> Bool { isLook() && isOver(at: offset) }
}
