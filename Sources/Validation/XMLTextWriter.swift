import XML

/// Writes elements as XML text: the default namespace for elements, prefixes where a name must have one.
///
/// Text is kept to the byte: what a parser would change is written as a character reference.
struct XMLTextWriter: ElementSink {
    static var keepsSpelling: Bool { true }
    var stop: DocumentStop? { nil }

    /// What is written so far.
    private(set) var bytes: [UInt8]
    private let isIndented: Bool

    private struct Attribute {
        var name, namespace, value: [UInt8]

        var isType: Bool {
            name.elementsEqual("type".utf8) && namespace.elementsEqual(MemberName.instanceNamespace)
        }
    }

    private struct Open {
        var tag: [UInt8]
        var defaultNamespace: [UInt8]
        /// The prefixes that are bound here, its own last.
        var bindings: [(prefix: [UInt8], namespace: [UInt8])]
        /// Whether white space in it would be text.
        var isInline: Bool
        var isEmpty = true
        var hasChildren = false
    }

    private var pending: [Attribute] = []
    private var pendingBindings: [(prefix: [UInt8], namespace: [UInt8])] = []
    private var open: [Open] = []

    /// A writer; it puts each element on a line of its own when it is to indent.
    init(isIndented: Bool) {
        self.isIndented = isIndented
        bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    }

    mutating func attribute(_ name: Name, namespace: Name?, value: Span<UInt8>) {
        let value = value.indices.map { value[$0] }
        pending.append(Attribute(name: name.bytes, namespace: namespace?.bytes ?? [], value: value))
    }

    mutating func bind(_ prefix: Name, to namespace: Name) {
        pendingBindings.append((prefix.bytes, namespace.bytes))
    }

    mutating func dropAttributes() {
        pending.removeAll()
        pendingBindings.removeAll()
    }

    mutating func start(_ name: Name, namespace: Name?, offset: Int, index: Int?) {
        beginLine(isChild: true)
        let outer = open.last
        let namespace = namespace?.bytes ?? []
        var element = Open(
            tag: name.bytes, defaultNamespace: outer?.defaultNamespace ?? [], bindings: outer?.bindings ?? [],
            isInline: outer?.isInline ?? false)
        var declarations: [(name: [UInt8], value: [UInt8])] = []
        func declare(_ prefix: [UInt8], _ namespace: [UInt8]) {
            element.bindings.append((prefix, namespace))
            declarations.append((Array("xmlns:".utf8) + prefix, namespace))
        }
        // A type without a namespace can only be named where there is no default one.
        let namesBareType = pending.contains { $0.isType && !$0.value.contains(UInt8(ascii: ":")) }
        if namespace.elementsEqual(MemberName.xmlNamespace) {
            element.tag = Array("xml:".utf8) + element.tag
        } else {
            let wanted = namesBareType ? [] : namespace
            if wanted != element.defaultNamespace {
                declarations.append((Array("xmlns".utf8), wanted))
                element.defaultNamespace = wanted
            }
            if wanted != namespace {
                declare(Array("e".utf8), namespace)
                element.tag = Array("e:".utf8) + element.tag
            }
        }
        for (prefix, namespace) in pendingBindings { declare(prefix, namespace) }
        let attributes = pending.map { attribute -> (name: [UInt8], value: [UInt8]) in
            if attribute.namespace.isEmpty { return (attribute.name, attribute.value) }
            let prefix: [UInt8]
            if attribute.namespace.elementsEqual(MemberName.xmlNamespace) {
                prefix = Array("xml".utf8)
            } else if let bound = self.prefix(of: attribute.namespace, in: element.bindings) {
                prefix = bound
            } else if attribute.namespace.elementsEqual(MemberName.instanceNamespace) {
                prefix = Array("xsi".utf8)
                declare(prefix, attribute.namespace)
            } else {
                prefix = Array("a\(element.bindings.count)".utf8)
                declare(prefix, attribute.namespace)
            }
            return (prefix + [UInt8(ascii: ":")] + attribute.name, attribute.value)
        }
        bytes.append(UInt8(ascii: "<"))
        bytes += element.tag
        for (name, value) in declarations + attributes {
            bytes.append(UInt8(ascii: " "))
            bytes += name + Array("=\"".utf8)
            XMLTextWriter.append(value[...], inQuotes: true, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        open.append(element)
        dropAttributes()
    }

    mutating func leaf(_ name: Name, namespace: Name?, offset: Int, index: Int?, text: Span<UInt8>) {
        start(name, namespace: namespace, offset: offset, index: index)
        self.text(text, offset: offset)
        end()
    }

    mutating func text(_ text: Span<UInt8>, offset: Int) {
        guard !text.isEmpty else { return }
        closeTag()
        open[open.count - 1].isInline = true
        XMLTextWriter.append(text.indices.map { text[$0] }[...], inQuotes: false, to: &bytes)
    }

    mutating func spelling(_ spelling: Spelling) {
        beginLine(isChild: false)
        bytes += Array("<?luova json=\"\(spelling.kind.rawValue)\"".utf8)
        if let member = spelling.member {
            bytes += Array(" member=\"".utf8)
            XMLTextWriter.append(member[...], inQuotes: true, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes += Array("?>".utf8)
    }

    mutating func end() {
        guard let element = open.popLast() else { return }
        if element.isEmpty {
            bytes += Array("/>".utf8)
        } else {
            if element.hasChildren, isIndented, !element.isInline { newLine() }
            bytes += Array("</".utf8) + element.tag + Array(">".utf8)
        }
        if open.isEmpty { bytes.append(0x0A) }
    }

    /// A prefix that is bound to a namespace, and not to another further in. That of type names changes.
    private func prefix(
        of namespace: [UInt8], in bindings: [(prefix: [UInt8], namespace: [UInt8])]
    ) -> [UInt8]? {
        bindings.last { binding in
            binding.namespace == namespace && binding.prefix != Projection.typePrefixBytes
                && bindings.last { $0.prefix == binding.prefix }?.namespace == namespace
        }?.prefix
    }

    /// Ends the start tag of the innermost element, which turns out not to be empty.
    private mutating func closeTag() {
        guard let last = open.indices.last, open[last].isEmpty else { return }
        bytes.append(UInt8(ascii: ">"))
        open[last].isEmpty = false
    }

    /// Goes to where the next thing inside the innermost element stands. A processing instruction before all
    /// elements stays behind the start tag: text may follow it.
    private mutating func beginLine(isChild: Bool) {
        closeTag()
        guard let last = open.indices.last else { return }
        if isChild { open[last].hasChildren = true }
        if open[last].hasChildren, isIndented, !open[last].isInline { newLine() }
    }

    private mutating func newLine() {
        bytes.append(0x0A)
        bytes += Array(repeating: 0x20, count: 2 * open.count)
    }

    private static func append(_ text: ArraySlice<UInt8>, inQuotes: Bool, to bytes: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            case UInt8(ascii: "\"") where inQuotes: bytes += Array("&quot;".utf8)
            case 0x0D: bytes += Array("&#13;".utf8)
            case 0x0A where inQuotes: bytes += Array("&#10;".utf8)
            case 0x09 where inQuotes: bytes += Array("&#9;".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
