internal import CLibXML2

/// The regular expressions of XSD.
public enum Pattern {
    /// Whether libxml2 decides a pattern without going back: each character says how to go on. On any
    /// other it may need more time than there is, and gives up. True for one that it cannot compile, of
    /// which the schema's own errors tell.
    public static func isDeterminist(_ pattern: String) -> Bool {
        _ = Library.ready
        guard let compiled = xmlRegexpCompile(pattern) else { return true }
        defer { xmlRegFreeRegexp(compiled) }
        return xmlRegexpIsDeterminist(compiled) != 0
    }
}
