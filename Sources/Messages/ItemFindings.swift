/// What is known of the items of a batch, where everything that is wrong with the message lies in some of them, and
/// others have no mistake: the message without the bad ones may go on.
public struct ItemFindings: Equatable, Sendable {
    /// How many items the message holds.
    public var count: Int
    /// Those that break a rule, in their order: at least one, and fewer than `count`.
    public var refused: [RefusedItem]
    /// The bytes between the tags of the element that says how many items there are; nil where none does.
    public var statedCount: Range<Int>?

    /// How many items break no rule.
    public var accepted: Int { count - refused.count }

    /// Puts findings together.
    public init(count: Int, refused: [RefusedItem], statedCount: Range<Int>? = nil) {
        self.count = count
        self.refused = refused
        self.statedCount = statedCount
    }
}

/// An item that breaks a rule of its contract.
public struct RefusedItem: Equatable, Sendable {
    /// Which one of its message it is, from 1.
    public var number: Int
    /// Its bytes, from the white space before its start tag to the end of its end tag.
    public var bytes: Range<Int>
    /// What it calls itself, where that breaks no rule and may be told.
    public var reference: String?
    /// What is wrong with it, in the order of the document; at most `mostErrors`.
    public var errors: [MessageError] = []
    /// How many mistakes it has besides.
    public var moreErrors = 0
    /// The values that break a rule, by the place of their mistake in `errors`; only where the sender wants to see
    /// them.
    public var quotes: [Int: String] = [:]

    /// The most mistakes that are told of one item.
    public static let mostErrors = 10

    /// Names an item.
    public init(number: Int, bytes: Range<Int>, reference: String? = nil) {
        self.number = number
        self.bytes = bytes
        self.reference = reference
    }

    /// A reference that may be told: 1 to 40 characters of `[0-9A-Za-z_.:-]` in which no personal identity code
    /// stands; nil for any other. O(n).
    public static func reference(_ bytes: [UInt8]) -> String? {
        guard (1...40).contains(bytes.count), bytes.allSatisfy(isReferenceByte),
            PersonalIdentityMask.masked(bytes) == bytes
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isReferenceByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// What became of the items of a message of which some go on and the others do not.
public struct PartialAcceptance: Equatable, Sendable {
    /// How many go on.
    public var accepted: Int
    /// How many do not.
    public var refused: Int
    /// What is wrong with these, as it would be told if the message were refused altogether.
    public var mistakes: Refusal

    /// Puts an acceptance together.
    public init(accepted: Int, refused: Int, mistakes: Refusal) {
        self.accepted = accepted
        self.refused = refused
        self.mistakes = mistakes
    }
}
