import CLibXML2
import Glibc

// libxml2 reads no JSON, so the floor has a reader of its own, the least that can be called one: it makes elements of
// members and hands them to the same validator.
extension FloorValidation {
    /// Whether the document is well-formed JSON and keeps the schema. One NUL stands behind its last byte.
    func acceptsJSON(_ bytes: UnsafeMutablePointer<UInt8>, count: Int, type: Int) -> Bool {
        if memchr(bytes, 0, count) != nil || xmlCheckUTF8(bytes) != 1 { return false }
        return plugged(type) { handlers, user in
            guard let start = handlers.pointee.startElementNs, let text = handlers.pointee.characters,
                let end = handlers.pointee.endElementNs
            else { return false }
            var reader = FloorJSON(
                place: bytes, start: start, text: text, end: end, user: user, dictionary: parser.pointee.dict,
                attribute: attribute)
            return reader.document()
        }
    }
}

/// Reads one JSON document as the traffic has it: objects, arrays of one depth, strings without
/// escapes, and one attribute at most; anything
/// else is refused. It keeps nothing, and calls the validator's handlers as libxml2's own parser does.
struct FloorJSON {
    /// Where it is. A NUL stands behind the last byte.
    var place: UnsafeMutablePointer<UInt8>
    /// An element begins.
    let start: startElementNsSAX2Func
    /// Text.
    let text: charactersSAXFunc
    /// An element ends.
    let end: endElementNsSAX2Func
    /// What the handlers want to have back.
    let user: UnsafeMutableRawPointer?
    /// Keeps the names.
    let dictionary: xmlDictPtr?
    /// Room for one attribute.
    let attribute: UnsafeMutablePointer<UnsafePointer<UInt8>?>
    private var namespace: UnsafePointer<UInt8>?

    /// A reader at the first byte of a document.
    init(
        place: UnsafeMutablePointer<UInt8>, start: @escaping startElementNsSAX2Func, text: @escaping charactersSAXFunc,
        end: @escaping endElementNsSAX2Func, user: UnsafeMutableRawPointer?, dictionary: xmlDictPtr?,
        attribute: UnsafeMutablePointer<UnsafePointer<UInt8>?>
    ) {
        self.place = place
        self.start = start
        self.text = text
        self.end = end
        self.user = user
        self.dictionary = dictionary
        self.attribute = attribute
    }

    private typealias Text = (start: UnsafeMutablePointer<UInt8>, count: CInt)

    /// Reads all of it: an object with one member, whose first member is the namespace.
    mutating func document() -> Bool {
        guard take(UInt8(ascii: "{")), let root = name(), take(UInt8(ascii: ":")), take(UInt8(ascii: "{")),
            let key = string(), key.count == 6, memcmp(key.start, "@xmlns", 6) == 0, take(UInt8(ascii: ":")),
            let value = string()
        else { return false }
        namespace = xmlDictLookup(dictionary, value.start, value.count)
        start(user, root, nil, namespace, 0, nil, 0, 0, nil)
        guard take(UInt8(ascii: "}")) || take(UInt8(ascii: ",")) && members() else { return false }
        end(user, root, nil, namespace)
        return take(UInt8(ascii: "}")) && peek() == 0
    }

    /// Members and the end of their object.
    private mutating func members() -> Bool {
        repeat {
            guard let name = name(), take(UInt8(ascii: ":")) else { return false }
            if take(UInt8(ascii: "[")) {
                repeat {
                    if !element(name) { return false }
                } while take(UInt8(ascii: ","))
                if !take(UInt8(ascii: "]")) { return false }
            } else if !element(name) {
                return false
            }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    /// A string or an object, as an element.
    private mutating func element(_ name: UnsafePointer<UInt8>) -> Bool {
        if take(UInt8(ascii: "{")) {
            if peek() == UInt8(ascii: "\""), place[1] == UInt8(ascii: "@") {
                guard attributed(name) else { return false }
            } else {
                start(user, name, nil, namespace, 0, nil, 0, 0, nil)
                guard take(UInt8(ascii: "}")) || members() else { return false }
            }
        } else {
            start(user, name, nil, namespace, 0, nil, 0, 0, nil)
            guard let value = string() else { return false }
            text(user, value.start, value.count)
        }
        end(user, name, nil, namespace)
        return true
    }

    /// An object that begins with an attribute and goes on with the element's text.
    private mutating func attributed(_ name: UnsafePointer<UInt8>) -> Bool {
        guard let key = string(), take(UInt8(ascii: ":")), let value = string() else { return false }
        attribute[0] = xmlDictLookup(dictionary, key.start + 1, key.count - 1)
        (attribute[1], attribute[2]) = (nil, nil)
        attribute[3] = UnsafePointer(value.start)
        attribute[4] = UnsafePointer(value.start + Int(value.count))
        start(user, name, nil, namespace, 0, nil, 1, 0, attribute)
        if take(UInt8(ascii: ",")) {
            guard let key = string(), key.count == 5, memcmp(key.start, "#text", 5) == 0, take(UInt8(ascii: ":")),
                let value = string()
            else { return false }
            text(user, value.start, value.count)
        }
        return take(UInt8(ascii: "}"))
    }

    private mutating func name() -> UnsafePointer<UInt8>? {
        string().flatMap { xmlDictLookup(dictionary, $0.start, $0.count) }
    }

    private mutating func string() -> Text? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let first = place
        while place.pointee != UInt8(ascii: "\"") {
            // The NUL at the end is one of these.
            if place.pointee < 0x20 || place.pointee == UInt8(ascii: "\\") { return nil }
            place += 1
        }
        defer { place += 1 }
        return (first, CInt(place - first))
    }

    private mutating func peek() -> UInt8 {
        while place.pointee == 0x20 || place.pointee == 0x0A || place.pointee == 0x0D || place.pointee == 0x09 {
            place += 1
        }
        return place.pointee
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        place += 1
        return true
    }
}
