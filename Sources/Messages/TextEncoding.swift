/// How the characters of a message are written as bytes.
public enum TextEncoding: String, Sendable, CaseIterable {
    /// What every route takes.
    case utf8 = "utf-8"
    /// In either order of bytes, which a byte order mark tells.
    case utf16 = "utf-16"
    /// One byte a character, the first 256 of Unicode.
    case latin1 = "iso-8859-1"

    /// What people call it.
    public var name: String { rawValue.uppercased() }

    /// Encodings for people: `UTF-8 or UTF-16`.
    public static func list(_ encodings: Set<TextEncoding>) -> String {
        allCases.filter(encodings.contains).map(\.name).joined(separator: " or ")
    }
}
