import Files
import Messages
import Routing
import Spooling

/// A message on its way from a worker to the committer: judged, staged, not yet decided.
final class Candidate: Sendable {
    /// Who sent it.
    var sender: ParticipantIdentifier { folders.participant }

    /// Where the bytes lie until the commit.
    enum Body: Sendable {
        /// Our own copies in `taken/`, one for each receiver; the original is in the drop.
        case copies([TakenName])
        /// The original itself in `taken/`, and copies for the receivers after the first.
        case moved(TakenName, copies: [TakenName])
        /// None: the original goes from the drop to `refused/` as it is.
        case original
    }

    /// What was staged of a batch that goes on without some of its items.
    struct Part: Sendable {
        /// The content of its bodies.
        let digest: Digest
        /// The feedback about the others, in the sender's `taken/`.
        let feedback: TakenName
    }

    /// What its sender is told.
    let receipts: ReceiptPolicy
    /// Whether its sender's receipts quote the values that break a rule.
    let quotesValues: Bool
    /// The sender's folders.
    let folders: ParticipantFolders
    /// The table that decided.
    let table: RoutingTable
    /// Where it was found.
    let work: Work
    /// The name that the sender gave it.
    let name: FileName
    /// What the kernel said of the original.
    let status: FileStatus
    /// The original, open, with its lease; nil when it could not be opened.
    let file: DropFile?
    /// The decision, but for duplicates.
    let verdict: Verdict
    /// Its content; nil when it was not read.
    let digest: Digest?
    /// Where the bytes are.
    let body: Body
    /// What is special about them where items were taken out; nil where none were.
    let part: Part?

    init(
        sender: Participant, folders: ParticipantFolders, table: RoutingTable, work: Work, status: FileStatus,
        file: consuming DropFile?, verdict: Verdict, digest: Digest?, body: Body, part: Part? = nil
    ) {
        receipts = sender.receipts
        quotesValues = sender.quotesValues
        self.folders = folders
        self.table = table
        self.work = work
        if case .taken(let rest) = work.place { name = FileName(rest.original) ?? work.name } else { name = work.name }
        self.status = status
        self.file = file
        self.verdict = verdict
        self.digest = digest
        self.body = body
        self.part = part
    }

    /// The names in `taken/` in the order of the receivers.
    var staged: [TakenName] {
        switch body {
        case .copies(let names): names
        case .moved(let name, let copies): [name] + copies
        case .original: []
        }
    }

    /// Whether what lies in `taken/` is still what was judged, and nobody else's. A copy always is.
    func isUntouched() throws(FileError) -> Bool { try file?.isUntouched() ?? true }

    /// Whether nobody wrote to the original since it was judged, or waits to.
    func isUnwritten() throws(FileError) -> Bool { try file?.isUnwritten() ?? true }
}
