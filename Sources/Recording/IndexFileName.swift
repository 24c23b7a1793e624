import Files
import Messages

/// The name of a file of the duplicate index: `duplicates.<first ledger number>.<run|log>`.
struct IndexFileName {
    enum Kind: String {
        case run, log
    }

    let kind: Kind
    /// The ledger line that it begins with.
    let first: UInt64

    init(_ kind: Kind, first: UInt64) {
        self.kind = kind
        self.first = first
    }

    /// Reads a name; nil for any other file.
    init?(_ name: FileName) {
        let parts = name.description.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "duplicates", let kind = Kind(rawValue: String(parts[2])),
            let first = DeliveryIdentifier(parts[1])?.sequence, first > 0
        else { return nil }
        self.init(kind, first: first)
        guard self.name == name else { return nil }
    }

    /// Whether a name is an earlier version's, or what a crash left of a run: derived from the ledger, and
    /// nobody's any more.
    static func isObsolete(_ name: FileName) -> Bool {
        let text = name.description
        return text == ".sealing" || text == ".growing" || text.hasPrefix("duplicates.") && text.hasSuffix(".index")
    }

    var name: FileName {
        guard let name = FileName("duplicates.\(DeliveryIdentifier(sequence: first)).\(kind.rawValue)") else {
            preconditionFailure("a fixed form")
        }
        return name
    }
}
