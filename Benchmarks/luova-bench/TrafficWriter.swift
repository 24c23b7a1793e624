import Messages

/// Writes one message, in XML as people would lay it out or in JSON without white space.
///
/// What it is given must need no escape in either. It never looks back: a message costs little more than
/// copying its bytes. The random numbers are here so that values can be made where they are written.
struct TrafficWriter {
    /// What is written so far.
    private(set) var bytes: [UInt8] = []
    /// Where the values come from.
    var random: RandomStream
    /// In which syntax.
    let syntax: Syntax
    private var depth = 1
    private var isFirst = true

    /// A writer for about so many bytes.
    init(_ syntax: Syntax, random: RandomStream, capacity: Int) {
        self.syntax = syntax
        self.random = random
        bytes.reserveCapacity(capacity)
    }

    /// Begins the message.
    mutating func beginDocument(_ type: TrafficType) {
        switch syntax {
        case .xml:
            add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<")
            add(type.root)
            add(" xmlns=\"urn:luova:")
            add(text: type.rawValue)
            add(":1\">\n")
        case .json:
            add("{\"")
            add(type.root)
            add("\":{\"@xmlns\":\"urn:luova:")
            add(text: type.rawValue)
            add(":1\"")
            isFirst = false
        }
    }

    /// Ends the message.
    mutating func endDocument(_ type: TrafficType) {
        switch syntax {
        case .xml:
            add("</")
            add(type.root)
            add(">\n")
        case .json: add("}}")
        }
    }

    /// An element that holds elements.
    mutating func element(_ name: StaticString, _ content: (inout TrafficWriter) -> Void) {
        if syntax == .json { key(name) }
        children(name, content)
    }

    /// A value.
    mutating func leaf(_ name: StaticString, _ value: (inout TrafficWriter) -> Void) {
        if syntax == .json { key(name) }
        text(name, value)
    }

    /// Elements or values of one name; `content` writes each by `item` or `leafItem`.
    mutating func list(_ name: StaticString, _ content: (inout TrafficWriter) -> Void) {
        guard syntax == .json else { return content(&self) }
        key(name)
        add("[")
        isFirst = true
        content(&self)
        add("]")
        isFirst = false
    }

    /// One element of a list.
    mutating func item(_ name: StaticString, _ content: (inout TrafficWriter) -> Void) {
        if syntax == .json { separate() }
        children(name, content)
    }

    /// One value of a list.
    mutating func leafItem(_ name: StaticString, _ value: (inout TrafficWriter) -> Void) {
        if syntax == .json { separate() }
        text(name, value)
    }

    /// A value with an attribute, in a list or not.
    mutating func attributed(
        _ name: StaticString, inList: Bool = false, _ attribute: StaticString, _ first: (inout TrafficWriter) -> Void,
        _ value: (inout TrafficWriter) -> Void
    ) {
        switch syntax {
        case .xml:
            indent()
            add("<")
            add(name)
            add(" ")
            add(attribute)
            add("=\"")
            first(&self)
            add("\">")
            value(&self)
            close(name)
        case .json:
            if inList { separate() } else { key(name) }
            add("{\"@")
            add(attribute)
            add("\":\"")
            first(&self)
            add("\",\"#text\":\"")
            value(&self)
            add("\"}")
        }
    }

    private mutating func children(_ name: StaticString, _ content: (inout TrafficWriter) -> Void) {
        switch syntax {
        case .xml:
            indent()
            add("<")
            add(name)
            add(">\n")
            depth += 1
            content(&self)
            depth -= 1
            indent()
            close(name)
        case .json:
            add("{")
            isFirst = true
            content(&self)
            add("}")
            isFirst = false
        }
    }

    private mutating func text(_ name: StaticString, _ value: (inout TrafficWriter) -> Void) {
        switch syntax {
        case .xml:
            indent()
            add("<")
            add(name)
            add(">")
            value(&self)
            close(name)
        case .json:
            add("\"")
            value(&self)
            add("\"")
        }
    }

    private mutating func close(_ name: StaticString) {
        add("</")
        add(name)
        add(">\n")
    }

    private mutating func indent() { for _ in 0..<depth { add("  ") } }

    private mutating func key(_ name: StaticString) {
        separate()
        add("\"")
        add(name)
        add("\":")
    }

    private mutating func separate() {
        if !isFirst { add(",") }
        isFirst = false
    }

    /// Adds a text as it is.
    mutating func add(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds a text as it is.
    mutating func add(text: String) { bytes.append(contentsOf: text.utf8) }

    /// Adds bytes as they are.
    mutating func add(_ slice: ArraySlice<UInt8>) { bytes.append(contentsOf: slice) }

    /// Adds one character.
    mutating func add(byte: UInt8) { bytes.append(byte) }
}
