/// The files of the time zone database (tzfile(5)), one for each zone, by the name of the zone.
public enum TimeZoneDatabase {
    /// Where they lie.
    private static let folder = "/usr/share/zoneinfo"
    /// The longest file that is read; the largest of the database have 4 kB.
    private static let longest = 1 << 20

    /// The file of a zone; nil when the system has none, or it cannot be read.
    public static func read(_ zone: String) -> [UInt8]? { read(zone, in: folder) }

    static func read(_ zone: String, in folder: String) -> [UInt8]? {
        guard isName(zone), WholeFile.status("\(folder)/\(zone)")?.kind == .regular,
            let bytes = try? WholeFile.read("\(folder)/\(zone)", limit: longest), bytes.count <= longest
        else { return nil }
        return bytes
    }

    /// Whether the system has a file for a zone.
    static func has(_ zone: String) -> Bool { isName(zone) && WholeFile.status("\(folder)/\(zone)")?.kind == .regular }

    /// Whether a text can name a zone, and so leads to no file outside: words of letters, digits, `_`, `+` and `-`, with
    /// slashes between them.
    static func isName(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy {
                    switch $0 {
                    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }
}
