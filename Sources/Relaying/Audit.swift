public import Files
import Handling
import Messages
import Recording
import Spooling

/// Compares ledger and spool, and names what does not agree. Changes nothing; runs beside a daemon.
///
/// The order makes it right while files move: first the folders are listed, so that of every file there the
/// ledger must speak by the time when it is read; then the ledger is read to its end, which is the
/// snapshot; then what is still open is looked for, in the direction in which files move, and what is not
/// found is looked for again after the ledger's newer lines were read.
///
/// Memory: the ledger's largest group, 32 bytes for each file in the spool, what is open, and two sets of
/// numbers; see `AuditDeliveries`, `AuditListing`, `AuditNumbers`, `AuditWindow`.
public final class Audit {
    /// Looks for what is open so many times before it is called lost while the ledger stands still.
    static let patience = 20
    /// The same for what is settled: only a rename in `waiting/` can hide it.
    static let settledPatience = 3
    /// So many times in all, however the ledger grows.
    static let longestPatience = 300

    let spool: SpoolView
    let report: (AuditFinding) -> Void
    let reader: LedgerReader
    let examination: LedgerExamination
    var summary = AuditSummary()

    /// Everybody who has a folder, by their places in the listings.
    var people: [ParticipantIdentifier] = []
    var folders: [FolderKey: Directory?] = [:]
    var deliveries = AuditListing()
    var receipts = AuditListing()
    var waiting = AuditListing()
    var refused = AuditListing()
    /// What lies in `taken/`, by sender and the name that the ledger uses.
    var taken: [ParticipantIdentifier: [String: Taken]] = [:]

    var open = AuditDeliveries()
    var acceptedNumbers = AuditNumbers()
    var refusedNumbers = AuditNumbers()
    var undeliveredNumbers = AuditNumbers()
    var window: AuditWindow
    /// Ended deliveries whose bodies were in `waiting/` when that was listed, with the lines that ended them.
    var endedWaiting: [DeliveryIdentifier: UInt64] = [:]
    /// Refusals whose files were not found, until they are settled.
    var refusedPending: [(sequence: UInt64, sender: ParticipantIdentifier, name: FileName)] = []
    var refusedGone = 0
    /// The lines whose files are counted as gone.
    var goneNumbers = AuditNumbers()
    /// The lines whose files were removed by a retention row.
    var purgedNumbers = AuditNumbers()
    var purged = 0
    /// How many messages were removed from pickup folders by a retention row.
    var unfetched = 0
    /// How many receipts and feedbacks were.
    var unfetchedReceipts = 0
    /// The lines of which senders were told, by receipts and by feedback.
    var toldNumbers = AuditNumbers()
    var feedbackNumbers = AuditNumbers()
    /// Removals, until they are settled.
    var purgedPending:
        [(sequence: UInt64, place: SpoolView.Place, participant: ParticipantIdentifier, name: FileName)] = []
    /// The last line of the first reading; nil while that goes on.
    var snapshot: UInt64?

    /// One of a participant's folders.
    struct FolderKey: Hashable {
        let place: SpoolView.Place
        let participant: ParticipantIdentifier
    }

    /// A file in `taken/`.
    struct Taken {
        let file: FileName
        /// The decision that names it.
        var decision: UInt64?
    }

    /// Opens a spool to look at it.
    ///
    /// - Parameters:
    ///   - window: how long a message id counts, in nanoseconds.
    ///   - report: called with each finding, in no particular order.
    public init(spool path: String, window: Int64, report: @escaping (AuditFinding) -> Void) throws(FileError) {
        spool = try SpoolView(path: path)
        self.report = report
        reader = LedgerReader(folder: spool.ledger)
        examination = LedgerExamination(folder: spool.ledger)
        self.window = AuditWindow(nanoseconds: window)
    }

    /// Looks at everything. O(lines + bytes of bodies that are there).
    public func run() throws(FileError) -> AuditSummary {
        try list()
        try readOn()
        snapshot = examination.lastSequence
        summary.lines = examination.lines
        summary.segments = examination.segments
        summary.lastSequence = examination.lastSequence
        summary.chain = examination.lastChainValue.map { String(decoding: $0.hexadecimal, as: UTF8.self) }
        try findOpen()
        try findRest()
        return summary
    }

    func find(_ finding: AuditFinding) {
        if !finding.isNote { summary.deviations += 1 }
        report(finding)
    }

    /// Reads what the ledger has, or has more than the last time.
    func readOn() throws(FileError) {
        try examination.readOn { record, place throws(FileError) in
            try read(record, place)
        } report: { finding in
            find(
                AuditFinding(
                    ledger: finding.code.rawValue, isNote: finding.isNote, finding.place.path, line: finding.place.line,
                    finding.text))
        }
    }

    /// A participant's folder; nil when there is none.
    func folder(_ place: SpoolView.Place, _ participant: ParticipantIdentifier) throws(FileError) -> Directory? {
        let key = FolderKey(place: place, participant: participant)
        if let known = folders[key] { return known }
        let opened = try spool.folder(place, of: participant)
        folders[key] = .some(opened)
        return opened
    }

    /// Whether a file has this content; nil when it is not there any more.
    func matches(_ name: FileName, in folder: Directory, _ digest: Digest) throws(FileError) -> Bool? {
        do throws(FileError) {
            let file = try folder.open(name)
            guard try file.status().kind == .regular else { return false }
            return try file.digest() == digest
        } catch {
            switch error.cause {
            case .noSuchFile: return nil
            // A link or a folder of that name is not what was delivered.
            case Errno(40), Errno(21): return false
            default: throw error
            }
        }
    }
}
