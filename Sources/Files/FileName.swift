import Glibc

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
    public var bytes: [UInt8] {
        unsafe terminated.withUnsafeBytes { unsafe Array(UnsafeRawBufferPointer(rebasing: $0.dropLast())) }
    }

    /// A name from bytes; nil when they are no name of a file in a folder.
    public init?(_ bytes: ArraySlice<UInt8>) { self.init(bytes.span) }

    /// A name from bytes; nil when they are no name of a file in a folder.
    public init?(_ bytes: [UInt8]) { self.init(bytes.span) }

    /// A name from text of our own making; nil when it is none.
    public init?(_ text: String) { self.init(text.utf8.span) }

    private init?(_ bytes: Span<UInt8>) {
        let count = bytes.count
        guard count > 0, count <= FileName.longest else { return nil }
        let dot = UInt8(ascii: ".")
        if bytes[0] == dot, count == 1 || count == 2 && bytes[1] == dot { return nil }
        let isName = unsafe bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            return unsafe memchr(start, 0, count) == nil && memchr(start, CInt(UInt8(ascii: "/")), count) == nil
        }
        guard isName else { return nil }
        terminated = unsafe bytes.withUnsafeBytes { bytes in
            unsafe [CChar](unsafeUninitializedCapacity: count + 1) { buffer, filled in
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
                unsafe buffer[count] = 0
                filled = count + 1
            }
        }
    }

    /// Whether it begins with a dot.
    public var isHidden: Bool { terminated[0] == CChar(UInt8(ascii: ".")) }

    /// Whether it is longer than these bytes and ends with them.
    public func ends(with bytes: [UInt8]) -> Bool {
        let start = terminated.count - 1 - bytes.count
        guard start > 0 else { return false }
        return unsafe terminated.withUnsafeBytes { own in
            unsafe bytes.withUnsafeBytes { unsafe own.dropFirst(start).starts(with: $0) }
        }
    }

    /// Whether both are the same bytes.
    public static func == (left: FileName, right: FileName) -> Bool {
        let count = left.terminated.count
        return unsafe count == right.terminated.count && memcmp(left.terminated, right.terminated, count) == 0
    }

    /// All bytes at once; the NUL says where they end.
    public func hash(into hasher: inout Hasher) {
        unsafe terminated.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }

    /// The name for people: what is not printable ASCII is percent-escaped.
    public var description: String { FileName.escaped(bytes) }

    /// Bytes for people: printable ASCII but `%` as it is, everything else as `%XX`.
    public static func escaped(_ bytes: some Sequence<UInt8>) -> String { escaped(Array(bytes)) }

    /// Bytes for people: printable ASCII but `%` as it is, everything else as `%XX`. Most names stay as they are.
    public static func escaped(_ bytes: [UInt8]) -> String {
        if bytes.allSatisfy(isShown) { return String(decoding: bytes, as: UTF8.self) }
        var text = [UInt8]()
        func put(_ digit: UInt8) {
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") - 10 + digit)
        }
        for byte in bytes {
            if isShown(byte) {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                put(byte >> 4)
                put(byte & 15)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isShown(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "%") }
}
