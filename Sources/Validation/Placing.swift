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
            text += "/" + shown(step.name, projection)
            let named = step.position > 1 || (step.position == 1 && depth < repeats.count && repeats[depth])
            if named { text += "[\(step.position)]" }
        }
        return text + attribute(violation, projection)
    }

    /// `/IncomeReportBatch/Report/1/PayDate`, `…/@currency`.
    static func pointer(_ violation: Violation, _ projection: Projection?) -> String {
        var text = ""
        for step in violation.path {
            text += "/" + escaped(shown(step.name, projection))
            if let index = step.index { text += "/\(index)" }
        }
        return text + attribute(violation, projection)
    }

    private static func attribute(_ violation: Violation, _ projection: Projection?) -> String {
        violation.attribute.map { "/@" + shown($0, projection) } ?? ""
    }

    /// A name as it may be told: those that the contract has as they are; of others, which a sender may
    /// have made out of anything, the beginning, with personal identity codes masked.
    static func shown(_ name: String, _ projection: Projection?) -> String {
        let bytes = Array(name.utf8)
        let harmless = Quoting.shown(String(decoding: PersonalIdentityMask.masked(bytes), as: UTF8.self))
        return harmless == name || projection?.knows(bytes) == true ? name : harmless
    }

    /// A name as a step of a JSON Pointer.
    static func escaped(_ name: String) -> String {
        guard name.contains("/") || name.contains("~") else { return name }
        return name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
