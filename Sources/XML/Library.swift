internal import CLibXML2
import Synchronization

/// libxml2 as a whole: set up once, and kept from opening anything that we did not name.
enum Library {
    /// Initialises libxml2 (xmlInitParser(3)) and puts our entity loader in its place.
    static let ready: Void = {
        xmlInitParser()
        xmlSetExternalEntityLoader { url, _, context in Library.load(url, context) }
    }()

    /// The folder out of which schemas may be read while one is being compiled, or nil: then nothing
    /// is ever read, whatever a document names. Schemas are compiled one at a time under this lock.
    private static let allowed = Mutex<Permission>(Permission())
    private static let compiling = Mutex<Void>(())

    private struct Permission {
        var folder: String?
        var refused: [String] = []
    }

    /// Runs `body` with the right to read files in `folder`, and tells which names were refused.
    static func reading<Result>(from folder: String, _ body: () -> Result) -> (result: Result, refused: [String]) {
        _ = ready
        return compiling.withLock { _ in
            allowed.withLock { $0 = Permission(folder: folder) }
            let result = body()
            let refused = allowed.withLock { permission in
                defer { permission = Permission() }
                return permission.refused
            }
            return (result, refused)
        }
    }

    /// What libxml2 calls before it opens anything: a file inside the permitted folder, with links
    /// and dots resolved, or nothing.
    private static func load(_ url: UnsafePointer<CChar>?, _ context: xmlParserCtxtPtr?) -> xmlParserInputPtr? {
        guard let url else { return nil }
        let name = String(cString: url)
        let path = resolved(name.hasPrefix("file://") ? String(name.dropFirst(7)) : name)
        let permitted = allowed.withLock { permission in
            if let folder = permission.folder, let path, path.hasPrefix(folder + "/") { return true }
            permission.refused.append(name)
            return false
        }
        guard permitted, let path else { return nil }
        return xmlNewInputFromFile(context, path)
    }

    /// A file of our own side, read through libxml2; nil when it cannot be read.
    static func contents(of path: String) -> [UInt8]? {
        guard let input = xmlParserInputBufferCreateFilename(path, XML_CHAR_ENCODING_NONE) else { return nil }
        defer { xmlFreeParserInputBuffer(input) }
        while xmlParserInputBufferRead(input, 65_536) > 0 {}
        guard input.pointee.error == 0, let content = xmlBufContent(input.pointee.buffer) else { return nil }
        return Array(UnsafeBufferPointer(start: content, count: xmlBufUse(input.pointee.buffer)))
    }

    /// realpath(3).
    static func resolved(_ path: String) -> String? {
        guard let raw = realpath(path, nil) else { return nil }
        defer { free(raw) }
        return String(cString: raw)
    }
}
