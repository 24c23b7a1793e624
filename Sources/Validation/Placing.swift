import Messages
import XML

/// Names the place of a mistake: an element path with positions for XML, a JSON Pointer (RFC 6901)
/// for JSON.
enum Placing {
    /// `/IncomeReportBatch/Report[2]/PayDate`, `…/@currency`. A position stands where the schema lets
    /// the element repeat, or where it is not the first.
    static func path(_ violation: Violation, _ projection: Projection?) -> String {
        let repeats = projection?.repetitions(along: violation.path.map(\.name)) ?? []
        var text = ""
        for (depth, step) in violation.path.enumerated() {
            text += "/\(step.name)"
            let named = step.position > 1 || (step.position == 1 && depth < repeats.count && repeats[depth])
            if named { text += "[\(step.position)]" }
        }
        return text + attribute(violation)
    }

    /// `/IncomeReportBatch/Report/1/PayDate`, `…/@currency`.
    static func pointer(_ violation: Violation) -> String {
        var text = ""
        for step in violation.path {
            text += "/" + escaped(step.name)
            if let index = step.index { text += "/\(index)" }
        }
        return text + attribute(violation)
    }

    private static func attribute(_ violation: Violation) -> String { violation.attribute.map { "/@\($0)" } ?? "" }

    /// A name as a step of a JSON Pointer.
    static func escaped(_ name: String) -> String {
        guard name.contains("/") || name.contains("~") else { return name }
        return name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
