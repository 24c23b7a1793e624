public import Files
public import Messages

/// Where everything lies below the spool's folder. The only place that knows these names; they are a
/// promise to operators and to SFTP accounts.
///
/// ```
/// <spool>/participants/<id>/drop/      the sender writes here
/// <spool>/participants/<id>/pickup/    messages and receipts for it
/// <spool>/taken/<id>/                  in the daemon's hands
/// <spool>/waiting/<id>/                accepted for a program or a time of day, not yet handed on
/// <spool>/refused/<id>/                kept for the operator
/// <spool>/ledger/                      what was decided; inspecting.marks: what is being inspected now;
///                                      pause.*: what an operator has stopped
/// <spool>/lock                         held by the one daemon that runs here
/// ```
public enum SpoolLayout {
    /// Where the spool lies when nobody says otherwise.
    public static let standard = "/var/spool/luova"

    static let participants = name("participants")
    static let drop = name("drop")
    static let pickup = name("pickup")
    static let taken = name("taken")
    static let waiting = name("waiting")
    static let refused = name("refused")
    static let ledger = name("ledger")
    static let lock = name("lock")
    static let inspecting = name("inspecting.marks")

    /// Ends of names that a sender uses while it is still writing.
    private static let unfinished = [".part", ".filepart", ".partial", ".tmp", ".writing"].map { Array($0.utf8) }

    /// Whether a name says that its sender is not done: it begins with a dot, or ends like an upload
    /// in progress. Such files are left alone.
    public static func isTemporary(_ name: FileName) -> Bool {
        name.isHidden || unfinished.contains { name.ends(with: $0) }
    }

    /// Under this name a pause is noted in `ledger/`: what is stopped, and for whom; nil for everybody.
    public static func pause(kind: String, of participant: ParticipantIdentifier?) -> FileName {
        name("pause.\(kind)" + (participant.map { ".\($0)" } ?? ""))
    }

    /// What is stopped, and for whom, as a name says; nil for any other name.
    public static func readPause(_ name: FileName) -> (kind: String, participant: ParticipantIdentifier?)? {
        let parts = name.description.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "pause" else { return nil }
        return (String(parts[1]), parts.count > 2 ? ParticipantIdentifier(String(parts[2])) : nil)
    }

    /// A pause that is being written.
    public static let newPause = name(".pause.new")

    /// A name of our own making, which is always one.
    static func name(_ text: String) -> FileName {
        guard let name = FileName(text) else { preconditionFailure("'\(text)' is no file name") }
        return name
    }
}
