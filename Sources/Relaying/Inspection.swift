import Files
import Messages
import Routing
import Spooling
import Validation

/// What one worker does with one name: take it in, judge it, ask the table, stage its body. Owns the
/// parsers and the buffer; belongs to its worker's queue.
struct Inspection: ~Copyable {
    /// How much of each file is asked of the disk at once, in bytes; behind that the kernel reads ahead by itself.
    private static let mostReadAhead: Int64 = 131_072

    var validator = Validator()
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    let custody: CustodyKeeper
    private let spool: Spool
    private let marks: InspectionMarks
    private let trial: SuspectTrial?
    /// Which of the marks is this worker's.
    private let number: Int
    private let takesLarge: Bool
    private var left: [Work] = []
    private var wait = DiskWait()
    /// The day of the last minute that was asked for: a calendar is slow.
    private var today: (minute: Int64, day: CivilDate)?

    init(
        spool: Spool, custody: CustodyKeeper, marks: InspectionMarks, trial: SuspectTrial?, number: Int,
        takesLarge: Bool
    ) {
        self.spool = spool
        self.custody = custody
        self.marks = marks
        self.trial = trial
        self.number = number
        self.takesLarge = takesLarge
    }

    /// Inspects one name under a table. Leaves everything as it was unless it gives a candidate; then
    /// its body is staged, and nothing is durable yet.
    mutating func inspect(_ work: Work, intake: Intake) -> WorkResult {
        guard let sender = intake.table.participants[work.sender] else { return .absent }
        do throws(FileError) {
            let folders = try spool.folders(of: work.sender)
            let now = Clock.realtime()
            switch try intake.open(work, sender: sender, folders: folders, now: now) {
            case .gone: return .gone
            case .folder: return .folder
            case .notYet(let changed):
                return .later(work.wasClosed ? nil : intake.table.settings.settle, changed: changed)
            case .refused(let refusal, let status):
                return unread(refusal, status, work, sender, folders, intake.table)
            case .ready(let file):
                let isLarge = file.status.size > Int64(intake.table.settings.limits.whole)
                if isLarge, !takesLarge { return .large }
                let status = file.status
                if marks.suspects(status) {
                    let refusal = try tryAlone(file, sender, intake.table)
                    marks.forget(status)
                    if let refusal { return unread(refusal, status, work, sender, folders, intake.table) }
                }
                marks.begin(number, status)
                defer { marks.end(number) }
                if isLarge { return try judgeFlowing(file, work, sender, folders, intake.table, now) }
                return try judge(file, work, sender, folders, intake.table, now)
            }
        } catch {
            return .failed(error)
        }
    }

    /// What is refused without having been judged: the original itself is set aside.
    private func unread(
        _ refusal: Refusal, _ status: FileStatus, _ work: Work, _ sender: Participant, _ folders: ParticipantFolders,
        _ table: RoutingTable
    ) -> WorkResult {
        var judgement = Judgement()
        judgement.refusal = refusal
        return .candidate(
            Candidate(
                sender: sender, folders: folders, table: table, work: work, status: status, file: nil,
                verdict: Verdict(judgement: judgement, refusal: refusal), digest: nil, body: .original))
    }

    /// The second try of a file that was being inspected when the service ended: by a process of its own.
    private func tryAlone(
        _ file: borrowing DropFile, _ sender: Participant, _ table: RoutingTable
    ) throws(FileError) -> Refusal? {
        guard let trial else { return nil }
        let patience = table.settings.patience(for: file.status.size)
        guard case .poison(let words) = try trial.judge(file, from: sender.identifier, patience: patience) else {
            return nil
        }
        let text = "the service ended while it judged the file, and \(words); show the file to the operator"
        return Refusal(.limit, [MessageError(.file, text)])
    }

    private mutating func judge(
        _ file: consuming DropFile, _ work: Work, _ sender: Participant, _ folders: ParticipantFolders,
        _ table: RoutingTable, _ now: Int64
    ) throws(FileError) -> WorkResult {
        guard let count = try file.read(into: &buffer, noting: &wait) else { return .later(nil) }
        var limits = table.settings.limits
        limits.quotesValues = sender.quotesValues
        limits.judgesItems = table.judgesItems(of: sender.identifier)
        let judgement = validator.judge(
            buffer, count: count, contracts: table.contracts, limits: limits,
            encodings: table.encodings(of: sender.identifier)
        ) { table.isRouted($0, from: sender.identifier) }
        let status = file.status
        if let patience = patience(judgement, status, table, now) { return .incomplete(patience) }
        var verdict = Authorization(table: table, day: day(of: now))
            .decide(judgement, from: sender, size: Int64(count))
        var hash = SHA256()
        hash.update(buffer.span.extracting(0..<count))
        let digest = hash.finish()
        let bytes = buffer[..<count]
        if verdict.judgement.items != nil {
            let (decided, rest) = try takeOut(
                verdict, sender, folders, table, now, size: Int64(count), digest: digest
            ) { buffer, offset in
                let piece = bytes[min(Int(offset), count)..<min(Int(offset) + buffer.count, count)]
                buffer.replaceSubrange(0..<piece.count, with: piece)
                return piece.count
            }
            verdict = decided
            if let rest { return try candidate(rest, verdict, file, work, sender, folders, table, digest: digest) }
        }
        let staging = try stage(file, work, verdict, sender, folders, isLarge: false) { group throws(FileError) in
            try custody.stageCopy(bytes, in: folders.taken, group: group)
        }
        guard let body = body(of: staging) else { return .later(0) }
        return .candidate(
            Candidate(
                sender: sender, folders: folders, table: table, work: work, status: status, file: file,
                verdict: verdict,
                digest: digest, body: body))
    }

    /// The day of a moment in the service's time zone.
    mutating func day(of now: Int64) -> CivilDate {
        let minute = now / 60_000_000_000
        if let today, today.minute == minute { return today.day }
        let day = Authorization.day(of: now)
        today = (minute, day)
        return day
    }

    /// For how many nanoseconds more a document that ends too early is left to its sender, who may yet go
    /// on with it; nil for any other, and when that time is over.
    func patience(_ judgement: Judgement, _ status: FileStatus, _ table: RoutingTable, _ now: Int64) -> Int64? {
        guard judgement.refusal?.reason == .incomplete else { return nil }
        // Not by a time in the future, which a sender can set.
        let age = max(0, now - min(status.modified, status.changed))
        return age < table.settings.incompleteAfter ? table.settings.incompleteAfter - age : nil
    }

    /// The staged body; nil when there is none, and what was left in `taken/` is noted.
    mutating func body(of staging: Staging) -> Candidate.Body? {
        switch staging {
        case .body(let body): return body
        case .again: return nil
        case .left(let work):
            left.append(work)
            return nil
        }
    }

    /// A file that was left in `taken/` by what was inspected last; it is to be inspected at once.
    mutating func takeLeft() -> Work? { left.popLast() }

    /// Whether what was inspected last had to be waited for, so that what comes next is better asked for now.
    mutating func takeWait() -> Bool { wait.take() }

    /// Has the kernel begin to read files that will be inspected next, and does not wait for them: one after the other each
    /// would be waited for. With all in memory this is never asked for; it would cost a tenth, and bring nothing.
    func readAhead(_ group: some Sequence<Work>) {
        for work in group where work.place == .drop {
            guard let folders = try? spool.folders(of: work.sender) else { continue }
            folders.drop.beginReading(work.name, count: Inspection.mostReadAhead)
        }
    }

    /// What became of an attempt to stage a body.
    enum Staging {
        /// It is staged.
        case body(Candidate.Body)
        /// The file is not what was judged any more: it is to be looked at anew.
        case again
        /// The same, and what stood in its place lies in `taken/`, a message of its own.
        case left(Work)
    }

    /// Stages the judged bytes: by move where custody and rights allow, else by copy.
    ///
    /// - Parameters:
    ///   - isLarge: whether bodies are made durable at once, away from the commit.
    ///   - mayMove: whether the file itself is what was judged.
    ///   - makeCopy: makes one more copy of the judged bytes, readable for a group.
    func stage(
        _ file: borrowing DropFile, _ work: Work, _ verdict: Verdict, _ sender: Participant,
        _ folders: ParticipantFolders, isLarge: Bool, mayMove: Bool = true,
        makeCopy: (_ group: UInt32?) throws(FileError) -> TakenName
    ) throws(FileError) -> Staging {
        func left(_ name: TakenName) -> Staging {
            .left(Work(sender: work.sender, name: name.fileName, place: .taken(.init(original: name.rest))))
        }
        // A refused file is kept as one copy, for the operator.
        var groups: [UInt32?] = []
        groups.reserveCapacity(max(1, verdict.receivers.count))
        for receiver in verdict.receivers { groups.append(try spool.folders(of: receiver).group) }
        if groups.isEmpty { groups.append(nil) }
        var moved: TakenName?
        // What is inspected from `taken/` may still be open for writing somewhere: it is copied.
        if mayMove, sender.custody == .move, work.place == .drop {
            do throws(FileError) {
                var group: UInt32?
                if let first = verdict.receivers.first { group = try spool.folders(of: first).pickupGroup }
                switch try custody.stageMove(file, from: folders.drop, to: folders.taken, group: group) {
                case .staged(let name): moved = name
                case .back: return .again
                case .left(let name): return left(name)
                }
                if isLarge { try file.synchronize() }
            } catch {
                // Without the rights, or the lease: a copy is always possible.
                if let moved, let name = file.putBack(moved, from: folders.taken, to: folders.drop) {
                    return left(name)
                }
                moved = nil
            }
        }
        let wanted = moved == nil ? groups[...] : groups.dropFirst()
        var copies: [TakenName] = []
        copies.reserveCapacity(wanted.count)
        do throws(FileError) {
            for group in wanted { copies.append(try makeCopy(group)) }
        } catch {
            for copy in copies { _ = try? folders.taken.remove(copy.fileName) }
            if let moved, let name = file.putBack(moved, from: folders.taken, to: folders.drop) { return left(name) }
            throw error
        }
        return .body(moved.map { .moved($0, copies: copies) } ?? .copies(copies))
    }
}
