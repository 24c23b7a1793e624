import Files
import Messages

/// The files of one kind that lie in the spool, by the number in their names. Holds 32 bytes a file,
/// not their names: millions may lie in pickup folders.
struct AuditListing {
    /// One file.
    struct File {
        let sequence: UInt64
        /// Tells its name, or what of it matters, from others.
        let fingerprint: UInt64
        /// Which of several receivers, from 0.
        let receiver: UInt32
        /// Whose folder it lies in, by the audit's count.
        let participant: UInt32
        /// Whether a ledger line speaks of it.
        var isKnown = false
    }

    private(set) var files: [File] = []

    /// Adds a file; `sort` must be called before any is looked for.
    mutating func add(_ delivery: DeliveryIdentifier, _ fingerprint: UInt64, participant: UInt32) {
        files.append(
            File(
                sequence: delivery.sequence, fingerprint: fingerprint,
                receiver: UInt32(truncatingIfNeeded: delivery.receiver), participant: participant))
    }

    mutating func sort() { files.sort { ($0.sequence, $0.receiver) < ($1.sequence, $1.receiver) } }

    /// The places of the files with this id. O(log n).
    func places(_ delivery: DeliveryIdentifier) -> Range<Int> {
        let wanted = (delivery.sequence, UInt32(truncatingIfNeeded: delivery.receiver))
        var low = 0
        var high = files.count
        while low < high {
            let middle = (low + high) / 2
            if (files[middle].sequence, files[middle].receiver) < wanted { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < files.count, (files[end].sequence, files[end].receiver) == wanted { end += 1 }
        return low..<end
    }

    mutating func know(_ place: Int) { files[place].isKnown = true }

    /// 64 bits that stand for bytes (FNV-1a).
    static func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}

/// What a name in the spool says of itself.
enum AuditName {
    /// `<type>.<delivery id>.<xml|json>`
    case delivery(DeliveryIdentifier)
    /// `<delivery id>.receipt.<xml|json>`
    case receipt(DeliveryIdentifier)
    /// Anything else.
    case other

    /// Reads a name in a pickup folder.
    init(pickup name: FileName) {
        let parts = AuditName.parts(name)
        self = .other
        guard parts.count >= 3, let syntax = parts.last, AuditName.syntaxes.contains(Array(syntax)) else { return }
        if parts.count == 3, parts[1].elementsEqual("receipt".utf8), let id = AuditName.identifier(parts[0]) {
            self = .receipt(id)
        } else if let id = AuditName.identifier(parts[parts.count - 2]), !parts[0].isEmpty {
            self = .delivery(id)
        }
    }

    /// The number in a name in `refused/`: `<number>.<reason>[.<xml|json>]`.
    static func refused(_ name: FileName) -> DeliveryIdentifier? {
        let parts = parts(name)
        guard (2...3).contains(parts.count) else { return nil }
        return identifier(parts[0])
    }

    private static let syntaxes = [Array("xml".utf8), Array("json".utf8)]

    private static func parts(_ name: FileName) -> [ArraySlice<UInt8>] {
        name.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    }

    private static func identifier(_ part: ArraySlice<UInt8>) -> DeliveryIdentifier? {
        guard part.count >= 12, part.count <= 24, part.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false else {
            return nil
        }
        return DeliveryIdentifier(String(decoding: part, as: UTF8.self))
    }
}
