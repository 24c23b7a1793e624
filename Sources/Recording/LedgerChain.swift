import Messages

/// The hash chain over the ledger's groups: what is changed, removed, put in or moved afterwards no
/// longer fits what stands behind it.
///
/// The value of a group is the SHA-256 of, one behind the other: the value of the group before it as
/// 64 hexadecimal digits, a line feed, the group's lines with their line feeds, and of its closing
/// line the bytes before `,"chain":`. Without a key it is no signature: who can write the ledger can
/// compute it all anew, but not what was noted elsewhere.
struct LedgerChain {
    /// Why a group does not fit into the chain.
    enum Fault: Equatable {
        /// Its closing line has no value, and those before it have.
        case missing
        /// The first closing line of a segment does not say what it follows.
        case unconnected
        /// It says that it follows another group than the one before it.
        case otherPredecessor
        /// Its lines are not those that its value was computed of.
        case otherLines
    }

    /// What the first group of all follows: 64 zeros.
    static let origin: Digest = {
        guard let zeros = Digest(hexadecimal: [UInt8](repeating: UInt8(ascii: "0"), count: 64)) else {
            preconditionFailure("64 zeros are 64 digits")
        }
        return zeros
    }()

    /// The value of the last group; nil where none had one.
    private(set) var last: Digest?
    /// Whether the closing lines of this segment have said what they follow.
    private(set) var isConnected = false
    private var hasUnchained = false

    /// Begins behind a group with this value; nil where nothing is known of it.
    init(after last: Digest? = nil) { self.last = last }

    /// The segment ends; the first closing line of the next says what it follows.
    mutating func beginSegment() { isConnected = false }

    /// Computes the value of a group that is about to be written, and goes on behind it.
    ///
    /// - Parameters:
    ///   - lines: its lines but the closing one, with their line feeds.
    ///   - record: its closing line, to be completed.
    mutating func close(_ lines: Span<UInt8>, with record: inout LedgerRecord) {
        let previous = last ?? LedgerChain.origin
        if !isConnected { record.previous = previous }
        var hash = LedgerChain.begun(after: previous)
        hash.update(lines)
        hash.update(record.content.span)
        let value = hash.finish()
        record.chain = value
        last = value
        isConnected = true
    }

    /// Checks a group that was read, and goes on behind it whatever comes out.
    ///
    /// - Parameters:
    ///   - bytes: its lines with their line feeds, the closing one without.
    ///   - record: the closing line, as it was read.
    mutating func check(_ bytes: Span<UInt8>, closedBy record: LedgerRecord) -> Fault? {
        guard let value = record.chain else {
            hasUnchained = true
            return last == nil ? nil : .missing
        }
        // Where lines without a value were read, the chain begins here, and nowhere else.
        let known = last ?? (hasUnchained ? LedgerChain.origin : nil)
        let mustSay = !isConnected
        isConnected = true
        last = value
        guard let previous = record.previous ?? (mustSay ? nil : known) else { return .unconnected }
        if let known, known != previous { return .otherPredecessor }
        var hash = LedgerChain.begun(after: previous)
        hash.update(bytes.extracting(0..<(bytes.count - LedgerRecord.chainTail)))
        return hash.finish() == value ? nil : .otherLines
    }

    private static func begun(after previous: Digest) -> SHA256 {
        var hash = SHA256()
        let digits = previous.hexadecimal + [0x0A]
        hash.update(digits.span)
        return hash
    }
}

extension LedgerChain.Fault: CustomStringConvertible {
    /// What is wrong with the closing line, for people.
    var description: String {
        switch self {
        case .missing: "this group has no chain value, and those before it have"
        case .unconnected: "the first closing line of a segment must say what it follows, and this one does not"
        case .otherPredecessor: "this group does not follow the one before it; something was removed or replaced there"
        case .otherLines: "the lines of the group that ends here are not those that were written"
        }
    }
}
