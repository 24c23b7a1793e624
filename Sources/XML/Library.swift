internal import CLibXML2
internal import Glibc
import Synchronization

/// libxml2 as a whole: set up once, and kept from opening anything that we did not name.
enum Library {
    /// Initialises libxml2 (xmlInitParser(3)) and puts our entity loader in its place. The table of XSD's own types,
    /// which schemas share, is filled here as well: libxml2 fills it unguarded with the first schema.
    static let ready: Void = {
        xmlInitParser()
        xmlSchemaInitTypes()
        xmlSetExternalEntityLoader { url, _, context in Library.load(url, context) }
    }()

    /// The folder out of which each thread may read while it compiles a schema. A thread that compiles none reads
    /// nothing, whatever a document names. libxml2 calls the loader on the thread that compiles.
    private static let permissions = Mutex<[pthread_t: Permission]>([:])

    private struct Permission {
        let folder: String
        var refused: [String] = []
    }

    /// Runs `body` with the right to read files in `folder` on this thread, and tells which names were refused.
    static func reading<Result>(from folder: String, _ body: () -> Result) -> (result: Result, refused: [String]) {
        _ = ready
        let thread = pthread_self()
        permissions.withLock { $0[thread] = Permission(folder: folder) }
        // The parser that libxml2 makes for a schema's document has no error function of ours, and
        // would write to standard error; this one is the thread's, for as long as it compiles.
        xmlSetStructuredErrorFunc(nil) { _, _ in }
        let result = body()
        xmlSetStructuredErrorFunc(nil, nil)
        let permission = permissions.withLock { $0.removeValue(forKey: thread) }
        return (result, permission?.refused ?? [])
    }

    /// What libxml2 calls before it opens anything: a file inside the permitted folder, with links
    /// and dots resolved, or nothing.
    private static func load(_ url: UnsafePointer<CChar>?, _ context: xmlParserCtxtPtr?) -> xmlParserInputPtr? {
        guard let url else { return nil }
        let name = String(cString: url)
        let asked = name.hasPrefix("file://") ? String(name.dropFirst(7)) : name
        let thread = pthread_self()
        guard let folder = permissions.withLock({ $0[thread]?.folder }) else { return nil }
        guard let path = resolved(asked) ?? inside(folder, asked), path.hasPrefix(folder + "/") else {
            permissions.withLock { $0[thread]?.refused.append(name) }
            return nil
        }
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

    /// realpath(3); of the name without its percent escapes, where there is no file of the name itself:
    /// libxml2 makes URIs out of paths.
    static func resolved(_ path: String) -> String? {
        guard let raw = realpath(path, nil) ?? unescaped(path).flatMap({ realpath($0, nil) }) else { return nil }
        defer { free(raw) }
        return String(cString: raw)
    }

    /// The same of a path below a folder whose name looks like an escape: libxml2 writes its digits in capitals, or what it
    /// stands for.
    private static func inside(_ folder: String, _ path: String) -> String? {
        if let plain = unescaped(folder), path.hasPrefix(plain + "/") {
            return resolved(folder + String(decoding: Array(path.utf8).dropFirst(plain.utf8.count), as: UTF8.self))
        }
        guard capitalized(path).hasPrefix(capitalized(folder) + "/") else { return nil }
        return resolved(folder + String(decoding: Array(path.utf8).dropFirst(folder.utf8.count), as: UTF8.self))
    }

    private static func capitalized(_ path: String) -> String {
        var bytes = Array(path.utf8)
        for place in bytes.indices.dropLast(2) where bytes[place] == UInt8(ascii: "%") {
            for digit in [place + 1, place + 2] where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(bytes[digit]) {
                bytes[digit] -= 32
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ path: String) -> String? {
        let bytes = Array(path.utf8)
        guard bytes.contains(UInt8(ascii: "%")) else { return nil }
        var plain: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let digits = bytes[place...].dropFirst().prefix(2)
            if bytes[place] == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy({ $0 != UInt8(ascii: "+") }),
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), byte != 0
            {
                plain.append(byte)
                place += 3
            } else {
                plain.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
