/// When an alarm begins: what the `service` row says of it. Durations in nanoseconds.
public struct AlarmThresholds: Equatable, Sendable {
    /// How long the first file of a drop folder may wait to be taken.
    public var dropAge: Int64 = 15 * 60_000_000_000
    /// How long an accepted message may wait for its program, though it is due.
    public var waitingAge: Int64 = 3_600_000_000_000
    /// How many tries of a program may fail in a row.
    public var failures = 10
    /// Below so much free room; nil for twice of what `min-free` is.
    public var free: MinimumFree?
    /// Above so many hundredths of a partner's files that are refused within an hour.
    public var refusals = 20
    /// Where at least so many of them were refused.
    public var leastRefusals = 20
    /// So long before the last day of an agreement.
    public var agreement: Int64 = 30 * 86_400_000_000_000

    /// The defaults.
    public init() {}

    /// The room below which an alarm begins, on a file system of a size.
    public func freeBytes(of size: Int64, minimum: MinimumFree) -> Int64 {
        free?.bytes(of: size) ?? min(2 * minimum.bytes(of: size), size / 2)
    }

    /// Every threshold with its value, in the words of the table.
    var lines: [(name: String, value: String)] {
        [
            ("alarm-drop-age", Units.text(duration: dropAge)),
            ("alarm-waiting-age", Units.text(duration: waitingAge)), ("alarm-failures", String(failures)),
            ("alarm-free", free?.text ?? "twice min-free"), ("alarm-refusals", "\(refusals)%"),
            ("alarm-refusals-least", String(leastRefusals)), ("alarm-agreement", Units.text(duration: agreement)),
        ]
    }
}
