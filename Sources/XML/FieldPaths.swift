internal import CLibXML2
internal import Glibc

/// Where fields stand in a document: paths of element names from the root's children on, such as
/// `Header/MessageId`; the last step may be an attribute, `Header/@id`. `.` is the root's own text, `@id` its attribute.
///
/// After the fields come the paths that are only watched: of those it is told whether they lead to anything, be it a
/// value or an element that holds elements.
///
/// Names of elements are compared without their namespace; an attribute has none. Where a path matches more than once, the first counts.
///
/// An object: it goes along with each document and never changes.
public final class FieldPaths: Sendable {
    struct Path: Sendable {
        var elements: [Name]
        /// The attribute's name at the end.
        var attribute: Name?
        /// Whether only that it is there counts, and its value is empty.
        var isWatched: Bool
    }

    /// Keeps the names; also tells one set of paths from another.
    let names = NameTable()
    let paths: [Path?]

    /// The number of fields and of watched paths.
    public var count: Int { paths.count }

    /// Compiles one path a field; nil where the document has no such field. The watched paths follow.
    public init(_ texts: [String?], watched: [String] = []) {
        let names = names
        paths = (texts + watched).enumerated().map { place, text in
            guard let text else { return nil }
            var steps = text == "." ? [] : text.split(separator: "/").map(String.init)
            let attribute = steps.last?.hasPrefix("@") == true ? steps.removeLast().dropFirst() : nil
            return Path(
                elements: steps.map { names.name(Array($0.utf8)) },
                attribute: attribute.map { names.name(Array($0.utf8)) }, isWatched: place >= texts.count)
        }
    }
}

/// Follows a document and picks its fields. A comparison of numbers for each element, and of names only
/// on the way to a field that was not found yet.
struct FieldCapture {
    private struct Field: BitwiseCopyable {
        /// Where the names of its path begin among the steps.
        let firstStep: Int
        /// How many elements there are on its path.
        let length: Int
        let attribute: UnsafePointer<UInt8>?
        /// Whether it is found when its element opens, whatever is in it.
        let isWatched: Bool
        /// How many steps of the path the open elements match.
        var matched = 0
        /// Whether nothing is to be looked for: it was found, or there is no such field.
        var isSettled: Bool
    }

    /// Keeps the names of the steps where they are.
    private var names: NameTable?
    private var fields = PlainStack<Field>(capacity: 8)
    private var steps = PlainStack<UnsafePointer<UInt8>>(capacity: 16)
    /// The most that any field has matched; -2, next to no depth, when none is looked for.
    private var deepest = -2
    /// Fields that were not found yet.
    private var missing = 0
    private(set) var values: [[UInt8]?] = []

    /// Gives its memory back; it must not be used afterwards.
    func destroy() {
        fields.deallocate()
        steps.deallocate()
    }

    /// Forgets the document and its fields.
    mutating func reset() {
        missing = 0
        deepest = -2
        // The array itself is used again, unless somebody keeps the document's.
        for field in values.indices { values[field] = nil }
    }

    mutating func begin(_ wanted: FieldPaths) {
        if names !== wanted.names { take(wanted) }
        deepest = 0
        for field in 0..<fields.count {
            let isSettled = fields[field].length < 0
            fields.base[field].matched = 0
            fields.base[field].isSettled = isSettled
            if !isSettled { missing += 1 }
        }
        rest()
    }

    /// Looks for nothing more once every field was found.
    private mutating func rest() { if missing == 0 { deepest = -2 } }

    /// Takes over other paths than those of the document before.
    private mutating func take(_ wanted: FieldPaths) {
        names = wanted.names
        fields.removeAll(above: 0)
        steps.removeAll(above: 0)
        for path in wanted.paths {
            fields.append(
                Field(
                    firstStep: steps.count, length: path?.elements.count ?? -1, attribute: path?.attribute?.pointer,
                    isWatched: path?.isWatched ?? false, isSettled: path == nil))
            for name in path?.elements ?? [] { steps.append(name.pointer) }
        }
        // All of them are nil since the document before was forgotten.
        if values.count != wanted.count { values = Array(repeating: nil, count: wanted.count) }
    }

    /// An element opens; the root's depth is 0. `attributes` is what SAX gives: five pointers each.
    @inline(__always)
    mutating func start(
        _ name: UnsafePointer<UInt8>, depth: Int, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
    ) {
        if depth <= deepest + 1 { follow(name, depth: depth, attributes: attributes, count: count) }
    }

    private mutating func follow(
        _ name: UnsafePointer<UInt8>, depth: Int, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
    ) {
        for place in 0..<fields.count {
            let field = fields[place]
            guard !field.isSettled, field.matched == depth - 1 || depth == 0 else { continue }
            if depth > 0 {
                guard depth <= field.length, same(name, steps[field.firstStep + depth - 1]) else { continue }
                fields.base[place].matched = depth
                deepest = depth
            }
            guard depth == field.length else { continue }
            if let wanted = field.attribute, let attributes {
                if let value = value(of: wanted, in: attributes, count: count) {
                    found(place, field.isWatched ? [] : value)
                }
            } else if field.isWatched, field.attribute == nil {
                found(place, [])
            }
        }
        rest()
    }

    /// The value of an attribute, trimmed; nil when it is not among them.
    private func value(
        of wanted: UnsafePointer<UInt8>, in attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>, count: Int
    ) -> [UInt8]? {
        for place in 0..<count {
            let attribute = attributes + place * 5
            // Local name, prefix, namespace, and where the value begins and ends.
            if let local = attribute[0], attribute[2] == nil, same(local, wanted), let from = attribute[3],
                let to = attribute[4]
            {
                return unescaped(trimmed(UnsafeBufferPointer(start: from, count: to - from)))
            }
        }
        return nil
    }

    /// An element closes; `text` is what stood in it since its last child.
    @inline(__always)
    mutating func end(depth: Int, text: UnsafeBufferPointer<UInt8>) {
        if depth == deepest { goBack(depth, text) }
    }

    private mutating func goBack(_ depth: Int, _ text: UnsafeBufferPointer<UInt8>) {
        for place in 0..<fields.count where fields[place].matched == depth {
            let field = fields[place]
            // Of the root, only the field that is its own text.
            if depth == 0, field.length > 0 { continue }
            fields.base[place].matched = depth - 1
            if field.attribute == nil, depth == field.length, !field.isSettled { found(place, trimmed(text)) }
        }
        deepest = depth - 1
        rest()
    }

    private mutating func found(_ field: Int, _ value: [UInt8]) {
        values[field] = value
        fields.base[field].isSettled = true
        missing -= 1
    }

    /// The text of the open element is so long that it is handed on in pieces. No field is: what remains
    /// of it is longer than any field may be.
    mutating func long(depth: Int, beginning: UnsafeBufferPointer<UInt8>) {
        guard depth == deepest else { return }
        for place in 0..<fields.count where fields[place].matched == depth {
            let field = fields[place]
            if field.attribute == nil, depth == field.length, !field.isSettled {
                found(place, Array(beginning.prefix(FieldCapture.longest)))
            }
        }
        rest()
    }

    /// So much of a long text is kept.
    private static let longest = 1_024

    private func same(_ name: UnsafePointer<UInt8>, _ step: UnsafePointer<UInt8>) -> Bool {
        func text(_ name: UnsafePointer<UInt8>) -> UnsafePointer<CChar> {
            UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
        }
        return name[0] == step[0] && strcmp(text(name), text(step)) == 0
    }

    /// libxml2 hands an ampersand in an attribute on as its character reference, and only that.
    private func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        let reference = Array("&#38;".utf8)
        guard bytes.contains(UInt8(ascii: "&")) else { return bytes }
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            result.append(bytes[place])
            place += bytes[place...].starts(with: reference) ? reference.count : 1
        }
        return result
    }

    private func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(bytes[first...last])
    }
}
