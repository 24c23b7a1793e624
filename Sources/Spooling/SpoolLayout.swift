public import Files

/// Where everything lies below the spool's folder. The only place that knows these names; they are a
/// promise to operators and to SFTP accounts.
///
/// ```
/// <spool>/participants/<id>/drop/      the sender writes here
/// <spool>/participants/<id>/pickup/    messages and receipts for it
/// <spool>/taken/<id>/                  in the daemon's hands
/// <spool>/waiting/<id>/                accepted for a program, not yet taken by it
/// <spool>/refused/<id>/                kept for the operator
/// <spool>/ledger/                      what was decided; inspecting.marks: what is being inspected now
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

    /// A name of our own making, which is always one.
    static func name(_ text: String) -> FileName {
        guard let name = FileName(text) else { preconditionFailure("'\(text)' is no file name") }
        return name
    }
}
