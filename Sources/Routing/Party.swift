public import Messages

/// Participants that the table treats alike: what one row lets a group send, each of its members may.
public struct GroupIdentifier: TableIdentifier {
    /// The name as the table writes it.
    public let text: String
    /// A name that was checked before.
    public init(_ text: String) { self.text = text }
}

/// A group of participants. Who belongs to it stands in the row of each.
public struct Group: Sendable {
    /// Its id; no participant has the same.
    public var identifier: GroupIdentifier
    /// What people call it.
    public var name: String
    /// Who belongs to it, in the order of the table.
    public var members: [ParticipantIdentifier] = []
}

/// Whom a row is about: one participant, or all members of a group.
public enum Party: Hashable, Sendable, CustomStringConvertible {
    /// One participant.
    case participant(ParticipantIdentifier)
    /// Each member of a group.
    case group(GroupIdentifier)

    /// Whether it is a group.
    public var isGroup: Bool {
        if case .group = self { return true }
        return false
    }

    /// The id, as the row has it.
    public var description: String {
        switch self {
        case .participant(let identifier): identifier.text
        case .group(let identifier): identifier.text
        }
    }
}
