import Messages

/// What an XML declaration says, `<?xml version="1.0" encoding="UTF-8"?>`, as far as it was read.
struct XMLDeclaration: Equatable {
    /// The version; nil when none is named, or its closing quote is missing.
    private(set) var version: String?
    /// The encoding; nil when none is named, or its closing quote is missing.
    private(set) var encoding: String?
    /// Whether it goes on beyond `most` bytes, so that nobody knows what else it names.
    private(set) var isTooLong = false

    /// The longest declaration that is read.
    private static let most = 256

    /// Whether a document begins with the declaration that nearly all have, of which nothing is to be said.
    static func isUsual(_ bytes: Span<UInt8>) -> Bool {
        let usual: StaticString = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        let length = usual.utf8CodeUnitCount
        guard bytes.count > length else { return false }
        return usual.withUTF8Buffer { usual in
            for place in 0..<length where unsafe bytes[place] != usual[place] { return false }
            return true
        }
    }

    /// Reads the declaration at the beginning of a document; nil when there is none.
    init?(_ bytes: Span<UInt8>) {
        let start = bytes.count >= 3 && bytes[0] == 0xEF ? 3 : 0
        var text: [UInt8] = []
        var place = start
        while place < min(bytes.count, start + XMLDeclaration.most), bytes[place] != UInt8(ascii: ">") {
            text.append(bytes[place])
            place += 1
        }
        guard text.starts(with: "<?xml".utf8), text.count > 5, text[5] <= 0x20 else { return nil }
        isTooLong = place == start + XMLDeclaration.most
        version = XMLDeclaration.value("version", in: text)
        encoding = XMLDeclaration.value("encoding", in: text)
    }

    /// Whether it names an encoding other than this one, or may name one that was not read.
    func contradicts(_ other: TextEncoding) -> Bool {
        encoding.map { $0.lowercased() != other.rawValue } ?? (isTooLong || other == .latin1)
    }

    /// The encoding that it names, if that has the form of such a name; nil for anything else, which a
    /// sender may have meant as anything.
    var encodingName: String? {
        guard let encoding, (1...40).contains(encoding.utf8.count), encoding.utf8.allSatisfy(XMLDeclaration.isNameByte)
        else { return nil }
        return String(decoding: PersonalIdentityMask.masked(Array(encoding.utf8)), as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// What stands in quotes behind a key.
    private static func value(_ key: String, in text: [UInt8]) -> String? {
        let key = Array(key.utf8)
        guard let found = text.indices.first(where: { text[$0...].starts(with: key) }) else { return nil }
        let rest = text[(found + key.count)...]
        guard let open = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }),
            let close = rest[(open + 1)...].firstIndex(of: rest[open])
        else { return nil }
        return String(decoding: rest[(open + 1)..<close], as: UTF8.self)
    }
}
