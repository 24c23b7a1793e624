/// One JSON object on one line, member by member, in the order in which they are added.
struct JSONLine {
    private var members: [String] = []

    /// The object.
    var text: String { "{\(members.joined(separator: ","))}" }

    /// Adds a text.
    mutating func add(_ name: String, _ value: String) { members.append("\"\(name)\":\"\(JSONLine.escaped(value))\"") }

    /// Adds a whole number.
    mutating func add(_ name: String, _ value: Int) { members.append("\"\(name)\":\(value)") }

    /// Adds a number with so many digits behind the point.
    mutating func add(_ name: String, _ value: Double, digits: Int) {
        members.append("\"\(name)\":\(JSONLine.text(value, digits))")
    }

    /// Adds a list of numbers.
    mutating func add(_ name: String, _ values: [Double], digits: Int) {
        members.append("\"\(name)\":[\(values.map { JSONLine.text($0, digits) }.joined(separator: ","))]")
    }

    /// Adds an object.
    mutating func add(_ name: String, _ object: JSONLine) { members.append("\"\(name)\":\(object.text)") }

    /// Adds a list of objects.
    mutating func add(_ name: String, _ objects: [JSONLine]) {
        members.append("\"\(name)\":[\(objects.map(\.text).joined(separator: ","))]")
    }

    /// Adds what is known of how long things took: count, quantiles and the largest, in milliseconds.
    mutating func add(_ histogram: Histogram) {
        add("messages", histogram.count)
        for (name, share) in [("p50_ms", 0.5), ("p90_ms", 0.9), ("p99_ms", 0.99), ("p99_9_ms", 0.999), ("max_ms", 1)] {
            add(name, histogram.milliseconds(share), digits: 3)
        }
    }

    /// A number with so many digits behind the point.
    static func text(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "0" }
        guard value >= 0 else { return "-\(text(-value, digits))" }
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let whole = Int((value * Double(scale)).rounded())
        guard digits > 0 else { return String(whole) }
        let rest = String(whole % scale)
        return "\(whole / scale).\(String(repeating: "0", count: digits - rest.count))\(rest)"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                result += "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
