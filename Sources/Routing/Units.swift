/// Reads the table's units. What the schema let through is known to be well-formed.
enum Units {
    /// Nanoseconds from `500ms`, `2s`, `5min`, `1h`, `7d`; nil for anything else.
    static func duration(_ text: String) -> Int64? {
        let units: [(String, Int64)] = [
            ("ms", 1_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("h", 3_600_000_000_000),
            ("d", 86_400_000_000_000),
        ]
        return scaled(text, units)
    }

    /// Bytes from `512B`, `64kB`, `50MB`, `1GB`, in decimal units; nil for anything else.
    static func size(_ text: String) -> Int64? {
        scaled(text, [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1)])
    }

    private static let durations: Set<String> = [
        "settle", "rescan", "incomplete-after", "duplicate-window", "timeout", "retry", "retry-limit", "give-up",
        "max-time", "alarm-drop-age", "alarm-waiting-age", "alarm-agreement", "answer-within",
        "for",
    ]
    /// Without these nothing would ever run or be accepted, or without a pause.
    private static let neverZero: Set<String> = [
        "rescan", "timeout", "give-up", "max-time", "max-tag", "max-name", "alarm-drop-age", "alarm-waiting-age",
        "answer-within", "for",
    ]
    private static let sizes: Set<String> = [
        "min-free", "max-size", "read-whole", "max-text", "max-tag", "max-name", "alarm-free",
    ]
    /// What libxml2 counts in 32 bits.
    private static let piecesOfText: Set<String> = ["max-text", "max-tag", "max-name"]
    private static let longestPiece: Int64 = 1_000_000_000
    private static let counts: Set<String> = [
        "max-depth", "max-attributes", "parallel", "alarm-failures", "alarm-refusals-least",
    ]

    /// What is wrong with an attribute's value, and what to do; nil when it can be taken.
    static func mistake(_ text: String, in name: String) -> String? {
        if durations.contains(name) {
            guard let duration = duration(text) else { return "is longer than can be counted; write at most 100000d" }
            if duration == 0, neverZero.contains(name) { return "is no time at all; write at least 1ms" }
        }
        if sizes.contains(name), !text.hasSuffix("%") {
            guard let size = size(text) else { return "is more than can be counted; write at most 9000000000GB" }
            if size == 0, neverZero.contains(name) { return "is nothing at all; write at least 1B" }
            if size > longestPiece, piecesOfText.contains(name) {
                return "is more than can be judged; write at most 1GB"
            }
        }
        if counts.contains(name), Int(text.filter { !$0.isWhitespace }) == nil {
            return "is more than can be counted; write a smaller number"
        }
        return nil
    }

    private static func scaled(_ text: String, _ units: [(suffix: String, factor: Int64)]) -> Int64? {
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let number = Int64(text.dropLast(unit.suffix.count)) else { continue }
            let (product, overflow) = number.multipliedReportingOverflow(by: unit.factor)
            return overflow ? nil : product
        }
        return nil
    }

    /// A duration for people: the largest unit that divides it.
    static func text(duration: Int64) -> String {
        let units: [(String, Int64)] = [
            ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000),
        ]
        for (unit, factor) in units where duration > 0 && duration % factor == 0 {
            return "\(duration / factor)\(unit)"
        }
        return "\(duration / 1_000_000)ms"
    }

    /// A size for people: the largest unit that divides it.
    static func text(size: Int64) -> String {
        for (unit, factor) in [("GB", Int64(1_000_000_000)), ("MB", 1_000_000), ("kB", 1_000)]
        where size > 0 && size % factor == 0 {
            return "\(size / factor)\(unit)"
        }
        return "\(size)B"
    }
}
