public import Files
public import Messages

/// A spool that is only looked at: takes no lock, makes and changes nothing, and works on a copy.
public struct SpoolView: Sendable {
    /// The kinds of folders that each participant has one of.
    public enum Place: CaseIterable, Sendable {
        case pickup, taken, waiting, refused
    }

    /// Ledger segments and what is derived from them.
    public let ledger: Directory
    private let root: Directory

    /// Opens the spool at a path.
    public init(path: String) throws(FileError) {
        root = try Directory(path: path)
        ledger = try root.directory(SpoolLayout.ledger)
    }

    /// The path of what holds such folders, for people.
    public func path(of place: Place) -> String {
        root.path(of: place == .pickup ? SpoolLayout.participants : SpoolView.name(of: place))
    }

    /// Everybody who has such a folder, in the order of their names.
    public func participants(with place: Place) throws(FileError) -> [ParticipantIdentifier] {
        let name = place == .pickup ? SpoolLayout.participants : SpoolView.name(of: place)
        guard let above = try SpoolView.folder(name, in: root) else { return [] }
        var found: [ParticipantIdentifier] = []
        for entry in try above.entries() where try above.status(of: entry.name)?.kind == .directory {
            found.append(ParticipantIdentifier(entry.name.description))
        }
        return found.sorted { $0.text < $1.text }
    }

    /// A participant's folder; nil when there is none.
    public func folder(_ place: Place, of participant: ParticipantIdentifier) throws(FileError) -> Directory? {
        guard let own = FileName(participant.text) else { return nil }
        guard place == .pickup else {
            return try SpoolView.folder(SpoolView.name(of: place), in: root).flatMap { above throws(FileError) in
                try SpoolView.folder(own, in: above)
            }
        }
        guard let all = try SpoolView.folder(SpoolLayout.participants, in: root),
            let theirs = try SpoolView.folder(own, in: all)
        else { return nil }
        return try SpoolView.folder(SpoolLayout.pickup, in: theirs)
    }

    private static func name(of place: Place) -> FileName {
        switch place {
        case .pickup: SpoolLayout.pickup
        case .taken: SpoolLayout.taken
        case .waiting: SpoolLayout.waiting
        case .refused: SpoolLayout.refused
        }
    }

    private static func folder(_ name: FileName, in above: Directory) throws(FileError) -> Directory? {
        do throws(FileError) { return try above.directory(name) } catch {
            if error.cause == .noSuchFile { return nil }
            throw error
        }
    }
}
