public import Files
import Synchronization

/// A name in `taken/`: what it is, and a token that is never used twice.
public struct TakenName: Equatable, Sendable {
    /// What a file in `taken/` is.
    public enum Kind: String, Sendable {
        /// Our copy of what was judged; the original is in the drop until the commit.
        case copy = "c"
        /// The original, moved; the sender's name stands behind the token.
        case moved = "m"
        /// A receipt, a reply or a feedback, written before the commit that speaks of it.
        case receipt = "r"
        /// An original on its way out.
        case claim = "x"
    }

    /// What it is.
    public let kind: Kind
    /// Unique among all files that were ever taken.
    public var token: String { String(text.dropFirst(2)) }
    /// What stands behind the token: the sender's name of a moved file.
    public let rest: [UInt8]
    /// What the ledger calls it: kind and token, without the sender's name.
    public let text: String
    /// The name on disk. A sender's name that would make it too long is cut.
    public let fileName: FileName

    /// Names a file.
    public init(_ kind: Kind, token: String, rest: [UInt8] = []) {
        self.kind = kind
        self.rest = rest
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 + token.utf8.count + 1 + rest.count)
        bytes.append(contentsOf: kind.rawValue.utf8)
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: token.utf8)
        text = String(decoding: bytes, as: UTF8.self)
        if !rest.isEmpty {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: rest.prefix(FileName.longest - bytes.count))
        }
        guard let name = FileName(bytes) else { preconditionFailure("a token makes a file name") }
        fileName = name
    }

    /// Reads a name in `taken/`; nil for anything that we did not put there.
    public init?(_ name: FileName) {
        let parts = name.bytes.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let kind = Kind(rawValue: String(decoding: parts[0], as: UTF8.self)) else { return nil }
        guard !parts[1].isEmpty, parts[1].allSatisfy({ TokenSource.alphabet.contains($0) }) else { return nil }
        let token = String(decoding: parts[1], as: UTF8.self)
        self.init(kind, token: token, rest: parts.count > 2 ? Array(parts[2]) : [])
    }

    /// The name on disk of what the ledger calls `text`; nil when it is no such name.
    public static func fileName(_ text: String) -> FileName? { FileName(text) }
}

/// Makes tokens: the process's start time and a count, so that none comes back after a restart. A
/// name that is there all the same, because the clock was set back, makes the caller take the next.
public final class TokenSource: Sendable {
    /// What a token consists of.
    static let alphabet = Set("0123456789abcdefghijklmnopqrstuvwxyz-".utf8)

    private let start: String
    private let next = Atomic<UInt64>(1)

    /// Tokens of a process that started at a time.
    public init(startedAt nanoseconds: Int64) { start = String(nanoseconds / 1_000, radix: 36) }

    /// A token.
    public func token() -> String {
        start + "-" + String(next.wrappingAdd(1, ordering: .relaxed).oldValue, radix: 36)
    }
}
