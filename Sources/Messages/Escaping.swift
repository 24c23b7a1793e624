/// Text of others on its way to a terminal or a line reader.
public enum Escaping {
    /// The text with what such a reader would act upon, but not show, as `%XX` of its bytes: control characters,
    /// ends of lines, and what turns the direction of reading.
    public static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isActedUpon) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            guard isActedUpon(scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for byte in String(scalar).utf8 {
                result += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
            }
        }
        return result
    }

    private static func isActedUpon(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
