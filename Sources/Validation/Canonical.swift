/// The canonical JSON for a value: what is written when nobody asks for another spelling.
enum Canonical {
    private static let numeric: Set<String> = [
        "xs:decimal", "xs:integer", "xs:nonPositiveInteger", "xs:negativeInteger", "xs:nonNegativeInteger",
        "xs:positiveInteger", "xs:long", "xs:int", "xs:short", "xs:byte", "xs:unsignedLong", "xs:unsignedInt",
        "xs:unsignedShort", "xs:unsignedByte", "xs:float", "xs:double",
    ]

    /// Whether a text of a built-in type is written without quotes: a number as it stands, `true`, `false`.
    static func isBare(_ text: ArraySlice<UInt8>, _ builtIn: String?) -> Bool {
        guard let builtIn else { return false }
        if builtIn == "xs:boolean" { return isLiteral(text) }
        return numeric.contains(builtIn) && isNumber(text)
    }

    /// Whether a text is `true` or `false`.
    static func isLiteral(_ text: ArraySlice<UInt8>) -> Bool {
        text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8)
    }

    /// Whether a text is a number as RFC 8259 writes it.
    static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: "0") {
            rest = rest.dropFirst()
        } else if digits() == 0 {
            return false
        }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            if digits() == 0 { return false }
        }
        if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }

    /// Whether children, each with its name and its place in the schema's order, stand as members of an
    /// object would be told: namesakes together, and in order. O(n log n).
    ///
    /// - Parameter orders: nil for a child that the type has no room for.
    static func isGrouped(_ names: [[UInt8]], orders: [Int?]) -> Bool {
        var seen: Set<[UInt8]> = []
        var last: [UInt8]?
        var lastOrder = 0
        for (name, order) in zip(names, orders) {
            if name == last { continue }
            guard seen.insert(name).inserted, order ?? lastOrder >= lastOrder else { return false }
            lastOrder = order ?? lastOrder
            last = name
        }
        return true
    }
}
