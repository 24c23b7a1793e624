import Files
import Messages
import Spooling

// What a group needs and somebody has removed: nobody but the daemon has to do with these folders, and yet a person may
// have cleaned up. Who has lost something waits, and all others go on.
extension Commit {
    /// What a message can no longer be decided without; nil where all that was staged for it is there.
    func loss(_ candidate: Candidate) -> FileError? {
        let taken = candidate.folders.taken
        // What was removed while it was open has no name left.
        guard (try? taken.status())?.links ?? 0 > 0 else { return FileError(.open, taken.path, .noSuchFile) }
        return (candidate.staged + (candidate.part.map { [$0.feedback] } ?? [])).first {
            (try? taken.status(of: $0.fileName)) == .some(nil)
        }.map { FileError(.open, taken.path(of: $0.fileName), .noSuchFile) }
    }

    /// Decides nothing of a message: its original, where it is there, is inspected again when its folders are.
    func leaveOut(_ candidate: Candidate, _ loss: FileError, _ group: inout Group) {
        let taken = candidate.folders.taken
        group.result.stranded.append((candidate.work, loss))
        for name in candidate.part.map({ [$0.feedback] }) ?? [] { _ = try? taken.remove(name.fileName) }
        switch candidate.body {
        case .original: break
        case .copies(let names): for name in names { _ = try? taken.remove(name.fileName) }
        case .moved(let name, let copies):
            for copy in copies { _ = try? taken.remove(copy.fileName) }
            // Where it is not there any more, nothing is left of it.
            if let left = candidate.file?.putBack(name, from: taken, to: candidate.folders.drop) {
                let place = WorkPlace.taken(.init(original: left.rest))
                group.result.again.append(Work(sender: candidate.sender, name: left.fileName, place: place))
            }
        }
    }

    /// Throws where a folder was removed that bodies of a group are in, and they with it: they must not be called accepted.
    func mustBeThere(_ bodies: [(FileName, Directory)]) throws(FileError) {
        var seen: Set<ObjectIdentifier> = []
        for (name, folder) in bodies where seen.insert(ObjectIdentifier(folder)).inserted {
            // What was removed while it was open has no name left.
            guard try folder.status().links > 0 else { throw FileError(.open, folder.path(of: name), .noSuchFile) }
        }
    }

    /// What to tell of a delivery whose body is gone.
    static func words(ofLost delivery: DeliveryIdentifier, in folder: Directory) -> LogEntry {
        LogEntry(
            .error, .damage,
            "\(folder.path): the body of \(delivery) was accepted and then removed from there by somebody else; "
                + "it is not delivered, ask its sender for it again under a new message id")
    }
}
