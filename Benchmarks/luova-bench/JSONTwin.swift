/// Writes a message of `MessageMill` again, in JSON: the same elements, in the same order, compact.
///
/// Reads only what the mill writes: a declaration, tags with at most one attribute, text without
/// references, and nothing else between elements than white space.
struct JSONTwin {
    private let text: ArraySlice<UInt8>
    private var place: Int
    private var json: [UInt8] = []

    /// The JSON of a message in XML.
    static func of(_ message: ArraySlice<UInt8>) -> [UInt8] {
        var twin = JSONTwin(message)
        return twin.document()
    }

    private init(_ text: ArraySlice<UInt8>) {
        self.text = text
        place = text.startIndex
    }

    private mutating func document() -> [UInt8] {
        skip(behind: UInt8(ascii: ">"))
        skipSpace()
        json.append(UInt8(ascii: "{"))
        _ = element(after: nil)
        json.append(UInt8(ascii: "}"))
        return json
    }

    /// One element, as a member, or as a further item of the array that the element before it began.
    /// Returns its name.
    private mutating func element(after last: ArraySlice<UInt8>?) -> ArraySlice<UInt8> {
        place += 1
        let name = take { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: " ") }
        let isRepeating = name.elementsEqual("Entry".utf8)
        if last != name {
            add(name)
            json.append(UInt8(ascii: ":"))
            if isRepeating { json.append(UInt8(ascii: "[")) }
        }
        let hasAttribute = text[place] == UInt8(ascii: " ")
        if hasAttribute { attribute() }
        place += 1
        let start = place
        skipSpace()
        if text[place] == UInt8(ascii: "<"), text[place + 1] != UInt8(ascii: "/") {
            json.append(hasAttribute ? UInt8(ascii: ",") : UInt8(ascii: "{"))
            children()
            json.append(UInt8(ascii: "}"))
        } else {
            place = start
            let value = take { $0 == UInt8(ascii: "<") }
            if hasAttribute { json.append(contentsOf: ",\"#text\":".utf8) }
            add(value)
            if hasAttribute { json.append(UInt8(ascii: "}")) }
        }
        skip(behind: UInt8(ascii: ">"))
        skipSpace()
        return name
    }

    private mutating func children() {
        var last: ArraySlice<UInt8>?
        while text[place + 1] != UInt8(ascii: "/") {
            if last != nil { separate(last) }
            last = element(after: last)
        }
        if last?.elementsEqual("Entry".utf8) == true { json.append(UInt8(ascii: "]")) }
    }

    /// Ends an array when another element follows.
    private mutating func separate(_ last: ArraySlice<UInt8>?) {
        if let last, last.elementsEqual("Entry".utf8), !text[(place + 1)...].starts(with: last) {
            json.append(UInt8(ascii: "]"))
        }
        json.append(UInt8(ascii: ","))
    }

    /// The one attribute, as the first member of an object.
    private mutating func attribute() {
        place += 1
        let name = take { $0 == UInt8(ascii: "=") }
        place += 2
        let value = take { $0 == UInt8(ascii: "\"") }
        place += 1
        json.append(UInt8(ascii: "{"))
        add([UInt8(ascii: "@")] + name)
        json.append(UInt8(ascii: ":"))
        add(value)
    }

    private mutating func add(_ text: ArraySlice<UInt8>) {
        json.append(UInt8(ascii: "\""))
        json.append(contentsOf: text)
        json.append(UInt8(ascii: "\""))
    }

    private mutating func take(until isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = place
        while !isEnd(text[place]) { place += 1 }
        return text[start..<place]
    }

    private mutating func skip(behind byte: UInt8) {
        while text[place] != byte { place += 1 }
        place += 1
    }

    private mutating func skipSpace() {
        while place < text.endIndex, text[place] <= 0x20 { place += 1 }
    }
}
