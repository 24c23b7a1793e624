internal import CLibXML2

/// A name that libxml2 can keep: NUL-terminated at an address that stays the same as long as its
/// `NameTable` does. Equal names of one table are at the same address.
public struct Name: @unchecked Sendable {  // reason: the bytes never change
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
    private var names: [[UInt8]: UnsafePointer<UInt8>] = [:]

    /// A table without names.
    public init() {}

    deinit { removeAll() }

    /// The number of names.
    public var count: Int { names.count }

    /// Keeps a name; a name that is kept already is the same. O(length).
    public func name(_ bytes: [UInt8]) -> Name {
        if let known = names[bytes] { return Name(pointer: known) }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 1)
        for place in bytes.indices { copy[place] = bytes[place] }
        copy[bytes.count] = 0
        names[bytes] = UnsafePointer(copy)
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
    private var attributes: [UnsafePointer<UInt8>?] = []
    private var values: [UInt8] = []
    private var pending: [(name: Name, namespace: Name?, range: Range<Int>)] = []
    /// Prefixes and namespaces in turn, as SAX2 has them.
    private var bindings: [UnsafePointer<UInt8>?] = []
    /// Where in the document the part begins in which offsets are counted.
    public var origin = 0
    /// How many violations have been described.
    private var described = 0
    private var strangers: NameTable?

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
    }

    /// Starts a document.
    ///
    /// - Parameter strangers: where the document's names go that its schema does not have; more than
    ///   `DocumentLimits.names` in it stop the stream.
    public mutating func begin(_ chosen: Chosen, limits: DocumentLimits, strangers: NameTable? = nil) {
        self.strangers = strangers
        session.pointee.reset(limits)
        session.pointee.choose(chosen)
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
    public var stop: DocumentStop? { session.pointee.stop }

    /// Adds an attribute to the element that starts next.
    public mutating func attribute(_ name: Name, namespace: Name?, value: ArraySlice<UInt8>) {
        let from = values.count
        for byte in value {
            // libxml2's handlers expect an ampersand in an attribute as its character reference.
            if byte == UInt8(ascii: "&") { values.append(contentsOf: "&#38;".utf8) } else { values.append(byte) }
        }
        pending.append((name, namespace, from..<values.count))
    }

    /// Binds a prefix to a namespace for the element that starts next, and for all in it: a value of that
    /// element may use it.
    public mutating func bind(_ prefix: Name, to namespace: Name) {
        bindings.append(prefix.pointer)
        bindings.append(namespace.pointer)
    }

    /// Forgets the attributes and bindings of the element that starts next.
    public mutating func dropAttributes() {
        values.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        bindings.removeAll(keepingCapacity: true)
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
        if let strangers, strangers.count > DocumentLimits.names {
            session.pointee.stop(.names, at: origin + offset)
        }
        if pending.isEmpty, bindings.isEmpty {
            return session.pointee.start(
                name.pointer, namespace?.pointer, attributes: nil, attributeCount: 0, offset: origin + offset,
                index: index, position: position)
        }
        attributes.removeAll(keepingCapacity: true)
        values.append(0)
        values.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for attribute in pending {
                attributes.append(attribute.name.pointer)
                attributes.append(nil)
                attributes.append(attribute.namespace?.pointer)
                attributes.append(base + attribute.range.lowerBound)
                attributes.append(base + attribute.range.upperBound)
            }
            let count = pending.count
            attributes.withUnsafeMutableBufferPointer { attributes in
                bindings.withUnsafeMutableBufferPointer { bindings in
                    session.pointee.start(
                        name.pointer, namespace?.pointer, namespaces: bindings.baseAddress,
                        namespaceCount: bindings.count / 2, attributes: attributes.baseAddress, attributeCount: count,
                        offset: origin + offset, index: index, position: position)
                }
            }
        }
        dropAttributes()
    }

    /// Text of the open element.
    public mutating func text(_ bytes: Span<UInt8>, offset: Int) {
        bytes.withUnsafeBufferPointer { session.pointee.characters($0, offset: origin + offset) }
    }

    /// The open element closes.
    public mutating func end() { session.pointee.end() }

    /// Ends the document and says what it turned out to be.
    public mutating func finish() -> Conclusion { session.pointee.finish() }
}
