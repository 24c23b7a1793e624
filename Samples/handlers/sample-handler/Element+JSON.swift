// JSON, as far as messages need it that a contract has been held against. A program of your own would leave this to the
// JSON library of its language.

extension Element {
    /// Reads a message, which is an object with one member; nil when it is none. Attributes are left out: nothing here
    /// needs them.
    init?(json bytes: [UInt8]) {
        var reader = JSONReader(bytes: bytes)
        let document = reader.readValue(named: "")
        guard document.count == 1, document[0].children.count == 1 else { return nil }
        self = document[0].children[0]
    }

    /// The element in JSON, as an object with one member.
    var json: String { "{\(Element.quoted(name)):\(jsonValue)}\n" }

    private var jsonValue: String {
        if attributes.isEmpty, children.isEmpty { return isBare ? text : Element.quoted(text) }
        var members = attributes.map { "\(Element.quoted("@\($0.name)")):\(Element.quoted($0.value))" }
        if children.isEmpty { members.append("\"#text\":\(Element.quoted(text))") }
        var written: Set<String> = []
        for child in children where written.insert(child.name).inserted {
            let values = children(child.name).map(\.jsonValue)
            let value = values.count == 1 ? values[0] : "[\(values.joined(separator: ","))]"
            members.append("\(Element.quoted(child.name)):\(value)")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": return "\\\(scalar)"
            case "\u{0}"..<" ":
                let number = String(scalar.value, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - number.count) + number
            default: return String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var place = 0

    /// The next byte that is no blank; 0 at the end.
    private mutating func next() -> UInt8 {
        while place < bytes.count, " \t\r\n".utf8.contains(bytes[place]) { place += 1 }
        return place < bytes.count ? bytes[place] : 0
    }

    /// The elements that a member stands for: several for an array.
    mutating func readValue(named name: String) -> [Element] {
        switch next() {
        case UInt8(ascii: "{"): return [readObject(named: name)]
        case UInt8(ascii: "["):
            var elements: [Element] = []
            place += 1
            while next() != UInt8(ascii: "]"), next() != 0 {
                elements += readValue(named: name)
                if next() == UInt8(ascii: ",") { place += 1 }
            }
            place += 1
            return elements
        case UInt8(ascii: "\""): return [Element(name, readString())]
        default:
            let start = place
            while place < bytes.count, !" \t\r\n,]}".utf8.contains(bytes[place]) { place += 1 }
            return [Element(name, String(decoding: bytes[start..<place], as: UTF8.self))]
        }
    }

    private mutating func readObject(named name: String) -> Element {
        var element = Element(name, "")
        place += 1
        while next() == UInt8(ascii: "\"") {
            let member = readString()
            if next() == UInt8(ascii: ":") { place += 1 }
            let value = readValue(named: member)
            if member == "#text" {
                element.text = value.first?.text ?? ""
            } else if !member.hasPrefix("@") {
                element.children += value
            }
            if next() == UInt8(ascii: ",") { place += 1 }
        }
        place += 1
        return element
    }

    private mutating func readString() -> String {
        var units: [UInt16] = []
        var start = place + 1
        place += 1
        func plain() -> String.UTF16View { String(decoding: bytes[start..<place], as: UTF8.self).utf16 }
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count else {
                place += 1
                continue
            }
            units += plain()
            let escape = bytes[place + 1]
            place += 2
            if escape == UInt8(ascii: "u") {
                units.append(
                    UInt16(String(decoding: bytes[place..<min(place + 4, bytes.count)], as: UTF8.self), radix: 16) ?? 0)
                place = min(place + 4, bytes.count)
            } else {
                let known: [UInt8: UInt16] = [0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9]
                units.append(known[escape] ?? UInt16(escape))
            }
            start = place
        }
        units += plain()
        place += 1
        return String(decoding: units, as: UTF16.self)
    }
}
