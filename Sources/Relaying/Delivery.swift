import Files
import Handling
import Messages
import Recording
import Spooling

/// Carries out what was decided: renames bodies to their final places and tells senders. Runs after
/// the commit, on the committer's queue; everything here may be repeated.
struct Delivery {
    /// What came of a number of moves.
    struct Result {
        /// Deliveries to pickup folders that are done, with their receivers.
        var delivered: [(DeliveryIdentifier, ParticipantIdentifier)] = []
        /// Messages that now wait for a program, or for a window.
        var waiting: [WaitingMessage] = []
        /// Files that turned out to be new messages in `taken/`, with the sender's names.
        var newMessages: [Work] = []
        /// Originals that were written to again and are back in the drop.
        var back: [Work] = []
        /// What could not be done yet, and why.
        var failed: [(Move, FileError)] = []
        /// Deliveries whose bodies are gone though nothing has moved them, and the folders that they were in.
        var lost: [(DeliveryIdentifier, Directory)] = []
        /// Folders whose names changed.
        var touched: [ObjectIdentifier: Directory] = [:]
    }

    let custody: CustodyKeeper

    /// Carries out moves in their order. A move that fails leaves its file where it is; where messages keep an order,
    /// the later ones of its row are left as well.
    ///
    /// - Parameter again: how many of them, at the head, were tried before, or planned before this start.
    func carryOut(_ moves: [Move], again: Int = 0) -> Result {
        var result = Result()
        var stopped: [(row: WaitingMessage, error: FileError)] = []
        for (place, move) in moves.enumerated() {
            if !stopped.isEmpty, case .enqueue(_, _, _, let message) = move.step, message.keepsOrder,
                let (_, error) = stopped.first(where: { $0.row.isBefore(message) })
            {
                result.failed.append((move, error))
                continue
            }
            do throws(FileError) {
                if place < again { giveToReceiver(move.step) }
                try carryOut(move.step, move.sequence, &result)
            } catch {
                // What is not there any more has been moved before; but it may be the target that is missing.
                if error.cause != .noSuchFile || move.step.isStillThere {
                    result.failed.append((move, error))
                    if case .enqueue(_, _, _, let message) = move.step, message.keepsOrder {
                        stopped.append((message, error))
                    }
                } else if place >= again {
                    noteLoss(move.step, &result)
                }
            }
        }
        return result
    }

    private func carryOut(_ step: Move.Step, _ sequence: UInt64, _ result: inout Result) throws(FileError) {
        switch step {
        case .claim(let candidate, let kept):
            let folders = candidate.folders
            let keeping = kept.map { (folder: folders.refused, name: $0) }
            let claim = try custody.claim(
                candidate.name, from: folders.drop, taken: folders.taken, sequence: sequence, keeping: keeping
            ) { status throws(FileError) in
                guard status.isSameFile(as: candidate.status) else { return false }
                return try candidate.isUnwritten()
            }
            note(claim, folders, candidate.name, &result)
        case .claimRecovered(let name, let folders, let inode, let kept):
            let keeping = kept.map { (folder: folders.refused, name: $0) }
            let claim = try custody.claim(
                name, from: folders.drop, taken: folders.taken, sequence: sequence, keeping: keeping
            ) {
                $0.inode == inode
            }
            note(claim, folders, name, &result)
        case .deliver(let body, let from, let receiver, let name, let delivery):
            _ = try Inbox(pickup: receiver.pickup).take(body, from: from, as: name)
            result.delivered.append((delivery, receiver.participant))
            touch(from, receiver.pickup, &result)
        case .enqueue(let body, let from, let receiver, let message):
            try from.rename(body, to: receiver.waiting, message.name)
            result.waiting.append(message)
            touch(from, receiver.waiting, &result)
        case .mark(let body, let folder, let name):
            try folder.rename(body, to: folder, name)
            touch(folder, folder, &result)
        case .tell(let body, let from, let sender, let name):
            if try !Inbox(pickup: sender.pickup).take(body, from: from, as: name) { try from.remove(body) }
            touch(from, sender.pickup, &result)
        case .setAside(let body, let from, let sender, let name):
            try from.rename(body, to: sender.refused, name)
            touch(from, sender.refused, &result)
        case .discard(let body, let from):
            try from.remove(body)
            touch(from, from, &result)
        case .resubmit(let body, let folders, let name):
            try folders.refused.rename(body, to: folders.taken, name.fileName)
            let place = WorkPlace.taken(.init(original: name.rest))
            result.newMessages.append(Work(sender: folders.participant, name: name.fileName, place: place))
            touch(folders.refused, folders.taken, &result)
        case .pause(let pause, let folder):
            try pause.write(to: folder)
            touch(folder, folder, &result)
        case .resume(let scope, let folder):
            try folder.remove(scope.fileName)
            touch(folder, folder, &result)
        case .shorten(let number, let folder):
            try SealedSegment.removeAll(through: number, in: folder)
            touch(folder, folder, &result)
        }
    }

    /// What is committed and was never tried to be moved must be there: somebody has removed it.
    private func noteLoss(_ step: Move.Step, _ result: inout Result) {
        switch step {
        case .deliver(_, let from, _, _, let delivery): result.lost.append((delivery, from))
        case .enqueue(_, let from, _, let message): result.lost.append((message.delivery, from))
        case .claim, .claimRecovered, .tell, .mark, .setAside, .discard, .resubmit, .pause, .resume, .shorten: break
        }
    }

    /// What was staged while its receiver's folders were missing belongs to no group that may read it.
    private func giveToReceiver(_ step: Move.Step) {
        switch step {
        case .deliver(let body, let from, let folders, _, _), .tell(let body, let from, let folders, _):
            custody.give(body, in: from, to: folders)
        case .claim, .claimRecovered, .enqueue, .mark, .setAside, .discard, .resubmit, .pause, .resume, .shorten: break
        }
    }

    private func note(
        _ claim: CustodyKeeper.Claim, _ folders: ParticipantFolders, _ name: FileName, _ result: inout Result
    ) {
        touch(folders.drop, folders.taken, &result)
        switch claim {
        case .done: return
        case .newMessage: result.back.append(Work(sender: folders.participant, name: name))
        case .newMessageTaken(let taken):
            let place = WorkPlace.taken(.init(original: taken.rest))
            result.newMessages.append(Work(sender: folders.participant, name: taken.fileName, place: place))
        }
    }

    private func touch(_ from: Directory, _ to: Directory, _ result: inout Result) {
        result.touched[ObjectIdentifier(from)] = from
        result.touched[ObjectIdentifier(to)] = to
    }
}
