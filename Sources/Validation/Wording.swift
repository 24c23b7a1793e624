import Messages
import XML

/// Says in words what is wrong: the rule that is broken and what would be right. Never the value.
enum Wording {
    /// The stable code and the sentence for a broken rule.
    ///
    /// - Parameter builtIn: the built-in type that the value's own is made of, `xs:date`; nil when nobody knows.
    static func words(_ violation: Violation, builtIn: String? = nil) -> (code: MessageError.Code, text: String) {
        let operand = violation.operand
        let what = violation.attribute == nil ? "the value" : "the attribute's value"
        switch violation.rule {
        case .root: return (.root, "this element cannot be the root of a message")
        case .unexpectedElement:
            let rest = operand.isEmpty ? "no element may stand here" : "expected here: \(operand)"
            return (.unexpectedElement, "this element is not expected; \(rest)")
        case .missingElement:
            return (
                .missingElement,
                operand.isEmpty
                    ? "an element is missing; compare with the contract"
                    : "an element is missing; expected next: \(operand)"
            )
        case .unexpectedText: return (.unexpectedText, "text is not allowed here, only elements or nothing; remove it")
        case .unexpectedAttribute: return (.unexpectedAttribute, "this attribute is not allowed here; remove it")
        case .missingAttribute: return (.missingAttribute, "this attribute is required; add it")
        case .notNillable: return (.notNillable, "this element must not be nil; give it a value, or leave it out")
        case .nilContent: return (.nilContent, "this element is nil and must be empty; remove its content, or the nil")
        case .abstract: return (.abstract, "this element or its type is abstract; use one that may stand in its place")
        case .key:
            return (
                .key,
                "a key or unique rule of the contract is broken here; look at the values that must match or differ"
            )
        case .fixed: return (.fixed, "\(what) is not the one that the contract fixes")
        case .type: return (.type, "\(what) is \(type(operand, builtIn))")
        case .enumeration: return (.enumeration, "\(what) is not one of \(operand)")
        case .pattern: return (.pattern, "\(what) does not match the pattern '\(operand)'")
        case .length: return (.length, "\(what) must be exactly \(operand) long")
        case .minLength: return (.minLength, "\(what) must be at least \(operand) long")
        case .maxLength: return (.maxLength, "\(what) must be at most \(operand) long")
        case .minInclusive: return (.minInclusive, "\(what) must be at least \(operand)")
        case .maxInclusive: return (.maxInclusive, "\(what) must be at most \(operand)")
        case .minExclusive: return (.minExclusive, "\(what) must be more than \(operand)")
        case .maxExclusive: return (.maxExclusive, "\(what) must be less than \(operand)")
        case .totalDigits: return (.totalDigits, "\(what) must have at most \(operand) digits")
        case .fractionDigits: return (.fractionDigits, "\(what) must have at most \(operand) digits after the point")
        case .internalError: return (.schema, "the validator could not decide; tell the operator of this service")
        case .other: return (.schema, "this breaks a rule of the contract; compare it with the contract")
        }
    }

    /// The sentence for a document that was not read to its end: the limit, and the setting that raises it.
    static func words(_ stop: DocumentStop, _ limits: DocumentLimits) -> String {
        switch stop {
        case .depth: words(stop, limit: limits.depth)
        case .attributes: words(stop, limit: limits.attributes)
        case .text: words(stop, limit: limits.text)
        case .tag: words(stop, limit: limits.tag)
        case .name: words(stop, limit: limits.name)
        case .names: words(stop, limit: DocumentLimits.names)
        case .time: words(stop, limit: Int((limits.time ?? 0) / 1_000_000))
        case .doctype, .unknownRoot: words(stop, limit: 0)
        }
    }

    /// The same, of one limit.
    static func words(_ stop: DocumentStop, limit: Int) -> String {
        func raise(_ setting: String) -> String { "or ask the operator to raise \(setting)" }
        return switch stop {
        case .depth: "elements are nested deeper than \(limit) levels; nest less, \(raise("max-depth"))"
        case .attributes: "an element has more than \(limit) attributes; use fewer, \(raise("max-attributes"))"
        case .text: "a text is longer than \(limit) bytes; shorten it, \(raise("max-text"))"
        case .tag:
            "a tag, comment or processing instruction is longer than \(limit) bytes; shorten it, \(raise("max-tag"))"
        case .name: "a name is longer than \(limit) bytes; shorten it, \(raise("max-name"))"
        case .names:
            "the document has more than \(limit) different names; use those that the contract has"
        case .time:
            "judging took more than \(limit) ms of computing for 10 MB; send less in one message, \(raise("max-time"))"
        case .doctype: "a document type declaration is not allowed; remove the <!DOCTYPE …>"
        case .unknownRoot:
            "no contract has this root element in this namespace; correct its name, its namespace or the version in it"
        }
    }

    /// What a value of a type is not. libxml2 names the type that has a name; what it is made of says more.
    private static func type(_ name: String, _ builtIn: String?) -> String {
        guard let builtIn, builtIn != name else {
            return name.isEmpty ? "not of its type" : "not a valid \(name)\(hint(name))"
        }
        return name.isEmpty
            ? "not a valid \(builtIn)\(hint(builtIn))" : "not a valid \(name) (\(builtIn))\(hint(builtIn))"
    }

    /// An example of what a built-in type wants.
    private static func hint(_ type: String) -> String {
        switch type {
        case "xs:date": ", such as 2026-11-22"
        case "xs:dateTime": ", such as 2026-11-22T09:30:00Z"
        case "xs:time": ", such as 09:30:00"
        case "xs:boolean": ": true or false"
        case "xs:decimal": ", such as 12.50"
        case "xs:integer", "xs:int", "xs:long", "xs:short", "xs:byte", "xs:nonNegativeInteger", "xs:positiveInteger",
            "xs:unsignedLong", "xs:unsignedInt", "xs:unsignedShort", "xs:unsignedByte":
            ", such as 12"
        case "xs:float", "xs:double": ", such as 12.5"
        case "xs:gYear": ", such as 2026"
        case "xs:gYearMonth": ", such as 2026-11"
        case "xs:duration": ", such as P1DT12H"
        default: ""
        }
    }

    /// A sentence for where a document stops being well-formed XML.
    static func words(_ error: WellFormednessError) -> (code: MessageError.Code, text: String) {
        let code: MessageError.Code =
            switch error.kind {
            case .syntax: .syntax
            case .namespace: .namespace
            case .entity: .entity
            case .encoding: .encoding
            }
        // The numbers are libxml2's, from its xmlerror.h.
        let text =
            switch error.number {
            case 5: "something stands behind the end of the document; remove it"
            case 9: "a character that XML does not allow; remove it"
            case 26, 27: "an entity is used that nobody declared; only &lt; &gt; &amp; &apos; &quot; are known"
            case 22, 23: "an ampersand begins no character reference; write it as &amp;"
            case 38: "'<' in an attribute's value must be written as &lt;"
            case 39, 40, 41: "an attribute needs a value in quotes; write it so"
            case 42: "an attribute stands twice on one element; remove one"
            case 65: "white space is missing between attributes; put some there"
            case 68: "a name is expected here"
            case 73: "'>' is expected here"
            case 76: "the end tag does not match the start tag; correct the one or the other"
            case 77: "the document ends before its elements are closed; close them"
            case 80: "a comment must not hold '--'; write it otherwise"
            case 201: "a prefix is used that is bound to no namespace; declare it with xmlns"
            default: "the markup is not well-formed XML (libxml2 error \(error.number))"
            }
        return (code, text)
    }
}
