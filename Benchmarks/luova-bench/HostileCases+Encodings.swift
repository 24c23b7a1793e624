extension HostileCases {
    /// Bytes that are no text, or another one than they say.
    static var encodings: [HostileCase] {
        let good = HostileCase.good
        func wide(_ name: String, _ mark: [UInt8], _ width: Int, isBig: Bool, _ text: String) -> HostileCase {
            let bytes = text.utf8.flatMap { byte in
                let zeros = [UInt8](repeating: 0, count: width - 1)
                return isBig ? zeros + [byte] : [byte] + zeros
            }
            return HostileCase(name, "not-utf8", .bytes(mark + bytes))
        }
        func declared(_ name: String, _ wanted: String, _ text: String = good) -> HostileCase {
            HostileCase("declared \(name)", wanted, .text("<?xml version=\"1.0\" encoding=\"\(name)\"?>\(text)"))
        }
        func inside(_ name: String, _ reason: String, _ bytes: [UInt8], isLarge: Bool = false) -> HostileCase {
            let filler: HostileCase.Piece = .times(isLarge ? 2_000_000 : 0, "x")
            return HostileCase(
                name, .refused(reason), HostileCase.xml([.text("<Text>"), filler, .bytes(bytes), .text("</Text>")]))
        }
        func json(_ name: String, _ reason: String, _ bytes: [UInt8]) -> HostileCase {
            HostileCase(name, .refused(reason), HostileCase.json([.text(",\"Text\":\""), .bytes(bytes), .text("\"")]))
        }
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        let declaration = "<?xml version=\"1.0\"?>"
        return [
            HostileCase("UTF-7", "not-utf8", .text("+ADw-Hostile+AD4-")),
            declared("UTF-7", "not-utf8", "+ADw-Hostile+AD4-"), declared("UTF-16", "not-utf8"),
            declared("windows-1252", "not-utf8"), declared("EBCDIC-CP-FI", "not-utf8"), declared("x", "not-utf8"),
            declared("ISO-8859-1", "not-utf8"),
            wide("UTF-16, little end first", [0xFF, 0xFE], 2, isBig: false, good),
            wide("UTF-16, big end first", [0xFE, 0xFF], 2, isBig: true, good),
            wide("UTF-16 without a mark, little end first", [], 2, isBig: false, declaration + good),
            wide("UTF-16 without a mark, big end first", [], 2, isBig: true, declaration + good),
            wide("UTF-32, little end first", [0xFF, 0xFE, 0, 0], 4, isBig: false, good),
            wide("UTF-32, big end first", [0, 0, 0xFE, 0xFF], 4, isBig: true, good),
            wide("UTF-32 without a mark, little end first", [], 4, isBig: false, good),
            wide("UTF-32 without a mark, big end first", [], 4, isBig: true, good),
            wide("JSON in UTF-16", [], 2, isBig: false, HostileCase.jsonStart + HostileCase.jsonEnd),
            HostileCase("EBCDIC", "not-utf8", .bytes([0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40, 0xA5, 0x85])),
            inside("NUL in a text", "malformed", [0]),
            inside("NUL in a text, over 1 MB", "malformed", [0], isLarge: true),
            HostileCase("NUL behind the root", "malformed", .text(good), .bytes([0]), .text(good)),
            HostileCase("NUL as the first byte", "not-utf8", .bytes([0]), .text(good)),
            json("NUL in a string", "malformed", [0]),
            inside("overlong, two bytes", "not-utf8", [0xC0, 0xBC]),
            inside("overlong, three bytes", "not-utf8", [0xE0, 0x80, 0xBC]),
            inside("overlong, over 1 MB", "not-utf8", [0xC0, 0xBC], isLarge: true),
            inside("surrogate", "not-utf8", [0xED, 0xA0, 0x80]),
            inside("beyond U+10FFFF", "not-utf8", [0xF4, 0x90, 0x80, 0x80]),
            json("overlong in JSON", "not-utf8", [0xC0, 0xA2]),
            json("surrogate in JSON", "not-utf8", [0xED, 0xBF, 0xBF]),
            inside("U+FFFE", "malformed", [0xEF, 0xBF, 0xBE]), inside("control character", "malformed", [0x01]),
            inside("reference to NUL", "malformed", Array("&#0;".utf8)),
            inside("reference to a surrogate", "malformed", Array("&#xD800;".utf8)),
            HostileCase("gzip", "not-utf8", .bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]), .random(4_000)),
            HostileCase("zip", "not-utf8", .bytes([0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0]), .random(4_000)),
            HostileCase("random bytes", "not-utf8", .random(1_000_000)),
            HostileCase("random bytes, 50 MB", "not-utf8", .random(50_000_000)),
            HostileCase("random bytes behind `<`", "not-utf8", .text("<"), .random(1_000_000)),
            HostileCase("an image", "not-utf8", .bytes(signature), .random(100_000)),
            HostileCase("a PDF", "not-utf8", .text("%PDF-1.7\n%"), .bytes([0xE2, 0xE3, 0xCF, 0xD3]), .random(10_000)),
            HostileCase("a page of HTML", "doctype", .text("<!DOCTYPE html><html><body><br></body></html>")),
            HostileCase("plain text", "malformed", .text("Hyvää päivää\n")),
            HostileCase("XML 1.1", "malformed", .text("<?xml version=\"1.1\"?>\(good)")),
        ]
    }
}
