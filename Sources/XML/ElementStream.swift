internal import CLibXML2
internal import Glibc

/// A name that libxml2 can keep: NUL-terminated at an address that stays the same as long as its
/// `NameTable` does. Equal names of one table are at the same address.
public struct Name: Hashable, @unchecked Sendable {  // reason: the bytes never change
    // Unchecked: the bytes never change after they are written, on whichever queue they are read.
    let pointer: UnsafePointer<UInt8>

    /// Its bytes, without the NUL. O(length).
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: pointer, count: Int(xmlStrlen(pointer)))) }
}

/// Owns names. Filled on one queue; afterwards read from any.
///
/// Unchecked: only `name(_:)` writes. A projection's table is filled while it is compiled, on the
/// queue that loads the routing table; a stream's table belongs to its worker's queue.
public final class NameTable: @unchecked Sendable {  // reason: filled on one queue, then only read
    // Asked at each element of a document; one queue at a time uses it, so that no access need be watched.
    @exclusivity(unchecked) private var names: [Key: UnsafePointer<UInt8>] = [:]

    /// Bytes that are hashed all at once, and not one after the other as an array's elements are.
    private struct Key: Hashable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    /// A table without names.
    public init() {}

    deinit { removeAll() }

    /// The number of names.
    public var count: Int { names.count }

    /// Keeps a name; a name that is kept already is the same. O(length).
    public func name(_ bytes: [UInt8]) -> Name {
        let key = Key(bytes: bytes)
        if let known = names[key] { return Name(pointer: known) }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 1)
        for place in bytes.indices { copy[place] = bytes[place] }
        copy[bytes.count] = 0
        names[key] = UnsafePointer(copy)
        return Name(pointer: UnsafePointer(copy))
    }

    /// Whether a name can be that of an element or an attribute (NCName of Namespaces in XML 1.0).
    public static func isNCName(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.contains(0) && (Array(bytes) + [0]).withUnsafeBufferPointer { xmlValidateNCName($0.baseAddress, 0) == 0 }
    }

    /// Whether libxml2 takes a text for the name of a namespace: any URI reference (RFC 3986).
    public static func isNamespace(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.contains(0) { return false }
        return (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { text in
            guard let base = text.baseAddress, let uri = xmlParseURI(base) else { return false }
            xmlFreeURI(uri)
            return true
        }
    }

    /// Gives all names back; none may be in use.
    public func removeAll() {
        for pointer in names.values { pointer.deallocate() }
        names.removeAll()
    }
}

/// A stream of elements that somebody else reads out of another syntax, judged by the same validator
/// as XML. Belongs to the queue of its worker; clean for the next document after every kind of end.
public struct ElementStream: ~Copyable {
    private let session: UnsafeMutablePointer<SchemaSession>
    /// The attributes of the element that starts next, and their values, one behind the other.
    private var pending = PlainStack<Pending>(capacity: 8)
    private var values = PlainStack<UInt8>(capacity: 1_024)
    /// The same as SAX2 has them, for the moment of the call.
    private var attributes = PlainStack<UnsafePointer<UInt8>?>(capacity: 40)
    /// Prefixes and namespaces in turn, as SAX2 has them.
    private var bindings = PlainStack<UnsafePointer<UInt8>?>(capacity: 2)
    /// Where in the document the part begins in which offsets are counted.
    public var origin = 0
    /// How many violations have been described.
    private var described = 0
    private var strangers: NameTable?
    /// The longest name that can come; more when nobody knows.
    private var longestName = Int.max

    /// An attribute whose value is known by its place, because values move when their stack grows.
    private struct Pending: BitwiseCopyable {
        let name: UnsafePointer<UInt8>
        let namespace: UnsafePointer<UInt8>?
        let from: Int
        let to: Int
    }

    /// Memory for more bytes of values than this is given back after the document.
    private static let keptValues = 1 << 20

    /// A stream that keeps at most so many violations of a document.
    public init(mostViolations: Int) {
        _ = Library.ready
        session = .allocate(capacity: 1)
        session.initialize(to: SchemaSession(mostViolations: mostViolations))
    }

    deinit {
        session.pointee.destroy()
        session.deinitialize(count: 1)
        session.deallocate()
        pending.deallocate()
        values.deallocate()
        attributes.deallocate()
        bindings.deallocate()
    }

    /// Starts a document.
    ///
    /// - Parameters:
    ///   - strangers: where the document's names go that its schema does not have; more than
    ///     `DocumentLimits.names` in it stop the stream.
    ///   - longestName: the longest name that can come, where whoever reads the document has seen to that.
    public mutating func begin(
        _ chosen: Chosen, limits: DocumentLimits, strangers: NameTable? = nil, longestName: Int = .max
    ) {
        self.strangers = strangers
        self.longestName = longestName
        session.pointee.reset(limits)
        session.pointee.choose(chosen)
        values.reset(keeping: ElementStream.keptValues)
        dropAttributes()
        origin = 0
        described = 0
    }

    /// Shows `body` the violations that are new since the last call.
    public mutating func describe(_ body: (inout Violation) -> Void) {
        let count = session.pointee.violationCount
        while described < count {
            session.pointee.change(violation: described, body)
            described += 1
        }
    }

    /// Why the stream stopped; nil while it goes on. Further events are ignored once it has.
    public var stop: DocumentStop? {
        // It changes nothing; but otherwise the whole stream would be copied for whoever asks.
        mutating get { session.pointee.stop }
    }

    /// Adds an attribute to the element that starts next.
    public mutating func attribute(_ name: Name, namespace: Name?, value: Span<UInt8>) {
        let from = values.count
        value.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, memchr(base, CInt(UInt8(ascii: "&")), bytes.count) != nil else {
                return values.append(contentsOf: bytes)
            }
            for byte in bytes {
                // libxml2's handlers expect an ampersand in an attribute as its character reference.
                if byte == UInt8(ascii: "&") {
                    for byte in "&#38;".utf8 { values.append(byte) }
                } else {
                    values.append(byte)
                }
            }
        }
        pending.append(Pending(name: name.pointer, namespace: namespace?.pointer, from: from, to: values.count))
    }

    /// Binds a prefix to a namespace for the element that starts next, and for all in it: a value of that
    /// element may use it.
    public mutating func bind(_ prefix: Name, to namespace: Name) {
        bindings.append(prefix.pointer)
        bindings.append(namespace.pointer)
    }

    /// Forgets the attributes and bindings of the element that starts next.
    public mutating func dropAttributes() {
        values.removeAll(above: 0)
        pending.removeAll(above: 0)
        bindings.removeAll(above: 0)
    }

    /// An element opens, with the attributes added before.
    ///
    /// - Parameters:
    ///   - offset: where it stands, in bytes from `origin` on.
    ///   - index: its place in an array, from 0; nil when it stands in none.
    public mutating func start(_ name: Name, namespace: Name?, offset: Int, index: Int?) {
        start(name, namespace: namespace, offset: offset, index: index, position: nil)
    }

    /// An element opens, as above, that will have left the memory when it ends.
    ///
    /// - Parameter position: its line and column.
    public mutating func start(
        _ name: Name, namespace: Name?, offset: Int, index: Int?, position: (line: Int, column: Int)?
    ) {
        if hasTooManyNames { session.pointee.stop(.names, at: origin + offset) }
        if pending.count == 0, bindings.count == 0 {
            return session.pointee.start(
                name.pointer, namespace?.pointer, attributes: nil, attributeCount: 0, longestName: longestName,
                offset: origin + offset, index: index, position: position)
        }
        values.append(0)
        attributes.removeAll(above: 0)
        for place in 0..<pending.count {
            let attribute = pending[place]
            attributes.append(attribute.name)
            attributes.append(nil)
            attributes.append(attribute.namespace)
            attributes.append(values.base + attribute.from)
            attributes.append(values.base + attribute.to)
        }
        session.pointee.start(
            name.pointer, namespace?.pointer, namespaces: bindings.base, namespaceCount: bindings.count / 2,
            attributes: attributes.base, attributeCount: pending.count, longestName: longestName,
            offset: origin + offset, index: index, position: position)
        dropAttributes()
    }

    /// Whether the document has more names of its own than any honest one.
    private var hasTooManyNames: Bool {
        guard let strangers else { return false }
        return strangers.count > DocumentLimits.names
    }

    /// Text of the open element.
    public mutating func text(_ bytes: Span<UInt8>, offset: Int) {
        bytes.withUnsafeBufferPointer { session.pointee.characters($0, offset: origin + offset) }
    }

    /// An element opens with the attributes added before, holds this text and no elements, and closes.
    public mutating func leaf(_ name: Name, namespace: Name?, offset: Int, index: Int?, text: Span<UInt8>) {
        text.withUnsafeBufferPointer { text in
            if pending.count == 0, bindings.count == 0, !hasTooManyNames,
                session.pointee.leaf(
                    name.pointer, namespace?.pointer, text: text, longestName: longestName, offset: origin + offset,
                    index: index)
            {
                return
            }
            start(name, namespace: namespace, offset: offset, index: index, position: nil)
            session.pointee.whole(text, offset: origin + offset)
        }
    }

    /// The open element closes.
    public mutating func end() { session.pointee.end() }

    /// Ends the document and says what it turned out to be.
    public mutating func finish() -> Conclusion { session.pointee.finish() }
}
