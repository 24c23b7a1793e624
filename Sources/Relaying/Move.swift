import Files
import Messages
import Spooling

/// One step that follows from a committed decision. Each can be repeated after a crash: its file is
/// either still where it was, or has been moved.
struct Move: Sendable {
    /// What is to be done.
    enum Step: Sendable {
        /// The original of a committed copy leaves the drop; one that was not copied goes to the operator
        /// under a name.
        case claim(Candidate, keptAs: FileName?)
        /// The same, known from the ledger only.
        case claimRecovered(FileName, ParticipantFolders, inode: UInt64, keptAs: FileName?)
        /// A body goes to its receiver's pickup folder.
        case deliver(FileName, from: Directory, to: ParticipantFolders, as: FileName, DeliveryIdentifier)
        /// A body goes to wait for its receiver's program.
        indirect case enqueue(FileName, from: Directory, to: ParticipantFolders, WaitingMessage)
        /// A name in `waiting/` says something else of its message.
        case mark(FileName, in: Directory, as: FileName)
        /// A receipt goes to its sender's pickup folder.
        case tell(FileName, from: Directory, to: ParticipantFolders, as: FileName)
        /// A file goes to the operator.
        case setAside(FileName, from: Directory, to: ParticipantFolders, as: FileName)
        /// A body is no longer needed.
        case discard(FileName, from: Directory)
        /// A refused file is to be judged anew, from `taken/`.
        case resubmit(FileName, from: ParticipantFolders, as: TakenName)
        /// A pause is noted beside the ledger. Rare and large: the others need not be as large.
        indirect case pause(Pause, in: Directory)
        /// A pause is over.
        case resume(PauseScope, in: Directory)
        /// The segments of the ledger with lines up to a number are no longer kept.
        case shorten(through: UInt64, in: Directory)
    }

    /// The decision that it follows from.
    var sequence: UInt64
    /// What is to be done.
    var step: Step

    /// The name in a drop folder that it takes away; nil for any other step.
    var claimed: Work? {
        switch step {
        case .claim(let candidate, _): candidate.work
        case .claimRecovered(let name, let folders, _, _): Work(sender: folders.participant, name: name)
        case .deliver, .enqueue, .mark, .tell, .setAside, .discard, .resubmit, .pause, .resume, .shorten: nil
        }
    }
}

extension Move {
    /// The number of a file in `refused/` that leaves it; nil for any other step.
    var refused: UInt64? {
        switch step {
        case .discard(let name, _), .resubmit(let name, _, _), .enqueue(let name, _, _, _):
            // Other names than those in `refused/` begin otherwise.
            AuditName.refused(name)?.sequence
        default: nil
        }
    }
}

extension Move {
    /// The name of a file that is no longer needed; nil for any other step.
    var discarded: FileName? {
        guard case .discard(let name, _) = step else { return nil }
        return name
    }
}

extension Move {
    /// Up to which number the ledger is shortened; nil for any other step.
    var shortened: UInt64? {
        guard case .shorten(let number, _) = step else { return nil }
        return number
    }
}

extension Move.Step {
    /// Whether what is to be moved is still where it was; also when that cannot be told.
    var isStillThere: Bool {
        switch self {
        case .claim, .claimRecovered, .pause, .resume, .shorten: return true
        case .resubmit(let body, let folders, _):
            do throws(FileError) { return try folders.refused.status(of: body) != nil } catch { return true }
        case .deliver(let body, let from, _, _, _), .enqueue(let body, let from, _, _), .tell(let body, let from, _, _),
            .setAside(let body, let from, _, _), .discard(let body, let from),
            .mark(let body, let from, _):
            do throws(FileError) { return try from.status(of: body) != nil } catch { return true }
        }
    }
}
