/// One name in a folder: bytes, as the kernel has them.
///
/// Not a `String`: names need not be UTF-8, and two names that Unicode calls equal are two files.
/// Never empty, `.`, `..`, and without `/` and NUL, so that no name can lead out of its folder.
public struct FileName: Hashable, Sendable, CustomStringConvertible {
    /// The longest name that Linux file systems take, in bytes (NAME_MAX).
    public static let longest = 255

    /// The bytes and a NUL behind them, as system calls want them.
    let terminated: [CChar]

    /// The name's bytes, without the NUL.
    public var bytes: [UInt8] { terminated.dropLast().map { UInt8(bitPattern: $0) } }

    /// A name from bytes; nil when they are no name of a file in a folder.
    public init?(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty, bytes.count <= FileName.longest else { return nil }
        let dot = UInt8(ascii: ".")
        if bytes.first == dot, bytes.count == 1 || bytes.count == 2 && bytes.last == dot { return nil }
        var terminated = [CChar]()
        terminated.reserveCapacity(bytes.count + 1)
        for byte in bytes {
            if byte == 0 || byte == UInt8(ascii: "/") { return nil }
            terminated.append(CChar(bitPattern: byte))
        }
        terminated.append(0)
        self.terminated = terminated
    }

    /// A name from bytes; nil when they are no name of a file in a folder.
    public init?(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// A name from text of our own making; nil when it is none.
    public init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    /// The name for people: what is not printable ASCII is percent-escaped.
    public var description: String { FileName.escaped(bytes) }

    /// Bytes for people: printable ASCII but `%` as it is, everything else as `%XX`.
    public static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var text = String.UnicodeScalarView()
        for byte in bytes {
            if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "%") {
                text.append(Unicode.Scalar(byte))
            } else {
                text.append("%")
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
        }
        return String(text)
    }
}
