import Files
import Messages
import Routing
import Spooling

// What lies in the folders of those whom the table does not have: they may come back to it before the next start.
extension Recovery {
    /// Originals in the `taken/` folders of those whom no unsettled decision names either. They are inspected when their
    /// senders are in the table; all else is left to a start that has them there.
    mutating func findStrangers() throws(FileError) {
        let view = try SpoolView(path: spool.root.path)
        for participant in try view.participants(with: .taken) where taken[participant] == nil {
            let names = try view.folder(.taken, of: participant)?.entries().map(\.name) ?? []
            plan.undecided += names.compactMap { file in TakenName(file).map { (file, $0) } }
                .filter { $0.1.kind == .moved }
                .sorted { TakenName.isEarlier($0.1, $1.1) }
                .map { Work(sender: participant, name: $0, place: .taken(.init(original: $1.rest))) }
        }
    }

    /// What lies in `waiting/`, by receiver, in the order of their names.
    func waitingEntries() throws(FileError) -> [(ParticipantIdentifier, [DirectoryEntry])] {
        let view = try SpoolView(path: spool.root.path)
        let others = try view.participants(with: .waiting).filter { table.participants[$0] == nil }
        return try (Array(table.participants.keys) + others).sorted { $0.text < $1.text }
            .map { participant throws(FileError) in
                // Those of the table are open already; of another one nothing is opened to stay so.
                if table.participants[participant] != nil {
                    return (participant, try entries(of: spool.folders(of: participant).waiting))
                }
                return (participant, try view.folder(.waiting, of: participant)?.entries() ?? [])
            }
    }
}

extension TakenName {
    /// Whether one was taken before the other: a longer token is a later one.
    static func isEarlier(_ one: TakenName, _ other: TakenName) -> Bool {
        (one.text.utf8.count, one.text) < (other.text.utf8.count, other.text)
    }
}
