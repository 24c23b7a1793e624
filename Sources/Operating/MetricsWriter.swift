/// Writes samples in the text form of Prometheus, version 0.0.4: each family with its help and its kind before its
/// samples.
struct MetricsWriter {
    /// What kind of number.
    enum Kind: String {
        case counter, gauge, histogram
    }

    private(set) var bytes: [UInt8] = []
    private var name = ""

    /// Begins a family. `help` is one sentence of our own, without a backslash or an end of line.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        put("# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n")
    }

    /// A sample of the family.
    mutating func sample(_ labels: [(String, String)], suffix: String = "", _ value: some BinaryInteger) {
        put(labels, suffix, "\(value)")
    }

    /// The one sample of a family without labels.
    mutating func sample(_ value: some BinaryInteger) { put([], "", "\(value)") }

    /// A sample in seconds.
    mutating func seconds(_ labels: [(String, String)] = [], suffix: String = "", nanoseconds: Int64) {
        put(labels, suffix, MetricsWriter.seconds(nanoseconds))
    }

    private mutating func put(_ labels: [(String, String)], _ suffix: String, _ value: String) {
        put(name + suffix)
        if !labels.isEmpty {
            put("{" + labels.map { "\($0.0)=\"\(MetricsWriter.escaped($0.1))\"" }.joined(separator: ",") + "}")
        }
        put(" \(value)\n")
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Nanoseconds as a decimal number of seconds, exactly.
    static func seconds(_ nanoseconds: Int64) -> String {
        let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let sign = nanoseconds < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        var result = ""
        // By scalars: a mark behind a quote makes one character of both.
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
