public import Messages
public import Validation
import XML

/// The settings of the daemon, as the `service` row has them. Durations in nanoseconds, sizes in bytes.
public struct ServiceSettings: Equatable, Sendable {
    /// The time zone in which days begin and end.
    public var timeZone = "Europe/Helsinki"
    /// What participants act in that say nothing else of themselves.
    public var environment = MessageEnvironment.production
    /// How long a file must lie unchanged where no lease and no event tells that its writer is done.
    public var settle: Int64 = 2_000_000_000
    /// How often every drop folder is read anew.
    public var rescan: Int64 = 30_000_000_000
    /// How long an incomplete document is left for its sender to go on with.
    public var incompleteAfter: Int64 = 60_000_000_000
    /// How long an accepted message id is remembered.
    public var duplicateWindow: Int64 = 7 * 86_400_000_000_000
    /// Nothing is taken while less than this is free.
    public var minimumFree = MinimumFree.usual
    /// What a message may cost.
    public var limits = MessageLimits()
    /// Whether personal identity codes in names and ids are masked.
    public var masksPersonalIdentityCodes = true

    /// When alarms begin.
    public var alarms = AlarmThresholds()

    /// The defaults.
    public init() {}

    /// How many nanoseconds judging a file of so many bytes can possibly take: far longer than it may. Who
    /// takes longer is stuck.
    public func patience(for size: Int64) -> Int64 {
        let (time, isBeyond) = limits.time.multipliedReportingOverflow(by: size / 10_000_000 + 1)
        return 30 * (isBeyond ? ServiceSettings.longestTime : min(time, ServiceSettings.longestTime))
    }

    /// A hundred days: what is many times that can still be counted.
    private static let longestTime: Int64 = 8_640_000_000_000_000

    /// Every setting with its value, in the words of the table.
    public var lines: [(name: String, value: String)] {
        [
            ("time-zone", timeZone), ("environment", environment.rawValue),
            ("settle", Units.text(duration: settle)), ("rescan", Units.text(duration: rescan)),
            ("incomplete-after", Units.text(duration: incompleteAfter)),
            ("duplicate-window", Units.text(duration: duplicateWindow)), ("min-free", minimumFree.text),
            ("max-size", Units.text(size: Int64(limits.size))),
            ("read-whole", Units.text(size: Int64(limits.whole))), ("max-depth", String(limits.document.depth)),
            ("max-attributes", String(limits.document.attributes)),
            ("max-text", Units.text(size: Int64(limits.document.text))),
            ("max-tag", Units.text(size: Int64(limits.document.tag))),
            ("max-name", Units.text(size: Int64(limits.document.name))),
            ("max-time", Units.text(duration: limits.time)),
            ("mask", masksPersonalIdentityCodes ? "personal-identity-code" : "none"),
        ] + alarms.lines
    }
}

/// How much of the spool's file system must be free for a file to be taken.
public enum MinimumFree: Equatable, Sendable {
    /// 256 MB, or 2 % where that is less: a small file system is as useful as a large one.
    case usual
    /// So many bytes.
    case bytes(Int64)
    /// So many hundredths of the file system.
    case percent(Int64)

    /// The bytes that must be free on a file system of a size.
    public func bytes(of size: Int64) -> Int64 {
        switch self {
        case .usual: min(256_000_000, size / 50)
        case .bytes(let bytes): bytes
        case .percent(let percent): size / 100 * percent
        }
    }

    /// Reads a size or a percentage; nil for anything else.
    init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let percent = Int64(text.dropLast()), (0...99).contains(percent) else { return nil }
            self = .percent(percent)
        } else {
            guard let bytes = Units.size(text) else { return nil }
            self = .bytes(bytes)
        }
    }

    var text: String {
        switch self {
        case .usual: "256MB or 2%, whichever is less"
        case .bytes(let bytes): Units.text(size: bytes)
        case .percent(let percent): "\(percent)%"
        }
    }
}
