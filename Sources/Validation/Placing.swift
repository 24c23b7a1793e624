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

    /// The JSON Pointer of a violation, in the names and places of the text itself.
    static func pointer(
        _ violation: Violation, _ tokens: [JSONToken], _ document: [UInt8], _ projection: Projection?
    ) -> String {
        let place = pointer(to: violation.offset, tokens, document, projection)
        guard let attribute = violation.attribute else { return place }
        return place + "/" + escaped(shown(member(of: attribute, at: violation.offset, tokens, document), projection))
    }

    /// The JSON Pointer of the value, or of the member name, that begins at an offset. O(members on the way).
    static func pointer(
        to offset: Int, _ tokens: [JSONToken], _ document: [UInt8], _ projection: Projection?
    ) -> String {
        var text = ""
        var place = 0
        while start(tokens[place]) < offset, tokens[place].kind == .object || tokens[place].kind == .array {
            let isObject = tokens[place].kind == .object
            var item = place + 1
            var count = 0
            // The part that ends behind the offset holds it.
            while item < tokens[place].next, tokens[isObject ? item + 1 : item].end <= offset {
                item = tokens[isObject ? item + 1 : item].next
                count += 1
            }
            guard item < tokens[place].next else { break }
            text +=
                "/"
                + (isObject
                    ? escaped(shown(String(decoding: memberName(tokens[item], document), as: UTF8.self), projection))
                    : "\(count)")
            if isObject, start(tokens[item]) == offset { break }
            place = isObject ? item + 1 : item
        }
        return text
    }

    /// A member's name, its escapes read.
    static func memberName(_ token: JSONToken, _ document: [UInt8]) -> ArraySlice<UInt8> {
        if !token.hasEscapes { return document[token.start..<token.end] }
        var bytes: [UInt8] = []
        // A name cannot hold NUL: libxml2 would see a shorter one.
        if !JSONUnescaping.append(document[token.start..<token.end], to: &bytes) { return ArraySlice("?".utf8) }
        return bytes[...]
    }

    /// The member that an attribute of the object at an offset is written as.
    private static func member(
        of attribute: String, at offset: Int, _ tokens: [JSONToken], _ document: [UInt8]
    ) -> String {
        guard let object = tokens[..<tokens[0].next].firstIndex(where: { $0.kind == .object && $0.start == offset })
        else {
            return "@\(attribute)"
        }
        var item = object + 1
        while item < tokens[object].next {
            let name = memberName(tokens[item], document)
            let whole = MemberName(attribute: name.dropFirst())
            if name.first == UInt8(ascii: "@"), whole?.local.elementsEqual(attribute.utf8) == true {
                return String(decoding: name, as: UTF8.self)
            }
            item = tokens[item + 1].next
        }
        return "@\(attribute)"
    }

    /// Where a value or a name begins, its quote included.
    private static func start(_ token: JSONToken) -> Int {
        token.kind == .string || token.kind == .name ? token.start - 1 : token.start
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
