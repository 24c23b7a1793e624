/// Writes XML: receipts. Names come from us; content is escaped, and characters that XML 1.0 cannot
/// hold are written as U+FFFD.
public struct XMLText: Sendable {
    /// What is written so far.
    public private(set) var bytes: [UInt8] = []
    private var depth = 0

    /// Starts a document with its declaration.
    public init() {
        bytes.reserveCapacity(1024)
        bytes.append(contentsOf: #"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Takes what is written so far out of memory; more follows behind it.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Starts an element that holds elements.
    public mutating func open(_ name: String, namespace: String? = nil) {
        indent()
        bytes.append(contentsOf: "<\(name)".utf8)
        if let namespace { bytes.append(contentsOf: " xmlns=\"\(namespace)\"".utf8) }
        bytes.append(contentsOf: ">\n".utf8)
        depth += 1
    }

    /// Ends it.
    public mutating func close(_ name: String) {
        depth -= 1
        indent()
        bytes.append(contentsOf: "</\(name)>\n".utf8)
    }

    /// An element that holds text; nothing at all for nil.
    public mutating func element(_ name: String, _ value: String?) {
        guard let value else { return }
        indent()
        bytes.append(contentsOf: "<\(name)>".utf8)
        for scalar in value.unicodeScalars { escape(scalar) }
        bytes.append(contentsOf: "</\(name)>\n".utf8)
    }

    private mutating func indent() {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "<": bytes.append(contentsOf: "&lt;".utf8)
        case ">": bytes.append(contentsOf: "&gt;".utf8)
        case "&": bytes.append(contentsOf: "&amp;".utf8)
        // What a terminal or a line reader would act upon: XML can hold it as a reference only.
        case "\t", "\n", "\r", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
            bytes.append(contentsOf: "&#\(scalar.value);".utf8)
        case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": bytes.append(contentsOf: "\u{FFFD}".utf8)
        default: bytes.append(contentsOf: String(scalar).utf8)
        }
    }
}
