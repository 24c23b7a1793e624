public import Files
public import Messages

/// Which custody the rights of this process allow. `copy` needs none beyond the folders' group; `move` needs
/// CAP_LEASE and CAP_CHOWN for files of other accounts, and nothing for the daemon's own.
public struct CustodyRights: Equatable, Sendable {
    /// Whether files of other accounts can be leased (CAP_LEASE).
    public let takesLeases: Bool
    /// Whether files of other accounts can be made ours (CAP_CHOWN).
    public let changesOwners: Bool

    /// The rights that capabilities give.
    public init(_ capabilities: Capabilities) {
        takesLeases = capabilities.takesLeases
        changesOwners = capabilities.changesOwners
    }

    /// Those of this process now.
    public static var current: CustodyRights { CustodyRights(.current) }

    /// Whether every file can be moved.
    public var allowsMove: Bool { takesLeases && changesOwners }

    /// What to tell the operator at the start.
    ///
    /// - Parameter movers: the participants with `custody="move"`.
    /// - Returns: a sentence, and whether the rights are enough for what the routing table wants.
    public func words(movers: [ParticipantIdentifier]) -> (text: String, isEnough: Bool) {
        if allowsMove { return ("custody: move is possible", true) }
        let missing = [takesLeases ? nil : "CAP_LEASE", changesOwners ? nil : "CAP_CHOWN"].compactMap { $0 }
        let text = "custody: without \(missing.joined(separator: " and ")) every message of another account is copied"
        if movers.isEmpty { return (text, true) }
        let names = movers.map(\.text).sorted().joined(separator: ", ")
        return ("\(text); participants with custody=\"move\": \(names)", false)
    }
}
