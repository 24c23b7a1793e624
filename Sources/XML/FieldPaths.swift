/// Where fields stand in a document: paths of element names from the root's children on, such as
/// `Header/MessageId`; the last step may be an attribute, `Header/@id`. `.` is the root's own text, `@id` its attribute.
///
/// Names of elements are compared without their namespace; an attribute has none. Where a path matches more than once, the first counts.
public struct FieldPaths: Sendable {
    struct Path: Sendable {
        /// Element names, each with a NUL behind it.
        var elements: [[UInt8]]
        /// The attribute's name at the end, with a NUL behind it.
        var attribute: [UInt8]?
    }

    let paths: [Path?]

    /// The number of fields.
    public var count: Int { paths.count }

    /// Compiles one path a field; nil where the document has no such field.
    public init(_ texts: [String?]) {
        paths = texts.map { text in
            guard let text else { return nil }
            var steps = text == "." ? [] : text.split(separator: "/").map(String.init)
            let attribute = steps.last?.hasPrefix("@") == true ? steps.removeLast().dropFirst() : nil
            return Path(elements: steps.map { Array($0.utf8) + [0] }, attribute: attribute.map { Array($0.utf8) + [0] })
        }
    }
}

/// Follows a document and picks its fields. A comparison of numbers for each element, and of names only
/// on the way to a field that was not found yet.
struct FieldCapture {
    private var paths: [FieldPaths.Path?] = []
    /// For each field, how many steps of its path the open elements match.
    private var matched = PlainStack<Int>(capacity: 8)
    /// The most of them.
    private var deepest = 0
    /// Fields that were not found yet.
    private var missing = 0
    private(set) var values: [[UInt8]?] = []

    /// Gives its memory back; it must not be used afterwards.
    func destroy() { matched.deallocate() }

    /// Forgets the document and its fields.
    mutating func reset() {
        missing = 0
        // The array itself is used again, unless somebody keeps the document's.
        for field in values.indices { values[field] = nil }
    }

    mutating func begin(_ fields: FieldPaths) {
        paths = fields.paths
        matched.removeAll(above: 0)
        for _ in paths { matched.append(0) }
        deepest = 0
        missing = paths.reduce(0) { $1 == nil ? $0 : $0 + 1 }
        if values.count != fields.count { values = Array(repeating: nil, count: fields.count) }
    }

    /// An element opens; the root's depth is 0. `attributes` is what SAX gives: five pointers each.
    @inline(__always)
    mutating func start(
        _ name: UnsafePointer<UInt8>, depth: Int, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
    ) {
        if missing > 0, depth <= deepest + 1 { follow(name, depth: depth, attributes: attributes, count: count) }
    }

    private mutating func follow(
        _ name: UnsafePointer<UInt8>, depth: Int, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
    ) {
        for field in paths.indices {
            guard matched[field] == depth - 1 || depth == 0, let path = paths[field] else { continue }
            if depth > 0 {
                guard depth <= path.elements.count, same(name, path.elements[depth - 1]) else { continue }
                matched[field] = depth
                deepest = depth
            }
            if depth == path.elements.count, let wanted = path.attribute, values[field] == nil, let attributes {
                for place in 0..<count {
                    let attribute = attributes + place * 5
                    // Local name, prefix, namespace, and where the value begins and ends.
                    if let local = attribute[0], attribute[2] == nil, same(local, wanted), let from = attribute[3],
                        let to = attribute[4]
                    {
                        found(field, unescaped(trimmed(UnsafeBufferPointer(start: from, count: to - from))))
                        break
                    }
                }
            }
        }
    }

    /// An element closes; `text` is what stood in it since its last child.
    @inline(__always)
    mutating func end(depth: Int, text: UnsafeBufferPointer<UInt8>) {
        if missing > 0, depth == deepest { goBack(depth, text) }
    }

    private mutating func goBack(_ depth: Int, _ text: UnsafeBufferPointer<UInt8>) {
        for field in paths.indices where matched[field] == depth {
            // Of the root, only the field that is its own text.
            if depth == 0, paths[field]?.elements.isEmpty != true { continue }
            matched[field] = depth - 1
            if let path = paths[field], path.attribute == nil, depth == path.elements.count, values[field] == nil {
                found(field, trimmed(text))
            }
        }
        deepest = depth - 1
    }

    private mutating func found(_ field: Int, _ value: [UInt8]) {
        values[field] = value
        missing -= 1
    }

    /// The text of the open element is so long that it is handed on in pieces. No field is: what remains
    /// of it is longer than any field may be.
    mutating func long(depth: Int, beginning: UnsafeBufferPointer<UInt8>) {
        guard missing > 0, depth == deepest else { return }
        for field in paths.indices where matched[field] == depth && values[field] == nil {
            if let path = paths[field], path.attribute == nil, depth == path.elements.count {
                found(field, Array(beginning.prefix(FieldCapture.longest)))
            }
        }
    }

    /// So much of a long text is kept.
    private static let longest = 1_024

    /// Stops at the first difference, at the latest at the NUL of the shorter one.
    private func same(_ name: UnsafePointer<UInt8>, _ step: [UInt8]) -> Bool {
        for place in step.indices where name[place] != step[place] { return false }
        return true
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
