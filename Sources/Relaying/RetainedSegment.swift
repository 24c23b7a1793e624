import Files
public import Messages
public import Recording
public import Routing
public import Spooling

/// A segment of the ledger that has been kept as long as a retention row says.
public struct RetainedSegment: Retained {
    /// The segment.
    let segment: SealedSegment
    /// Its length in bytes.
    let size: Int64
    /// The row.
    public let row: Retention
    /// What keeps it all the same; nil when nothing does.
    public let hold: LegalHold?
    /// What the service itself needs it for yet; nil when it can do without.
    public let need: String?
    /// How long ago its last line was written, in nanoseconds.
    public let age: Int64
    /// The files of lines that starts cut from there.
    let torn: [FileName]

    /// The number of its first line.
    public var number: DeliveryIdentifier { DeliveryIdentifier(sequence: segment.first) }
    /// Lines of everybody stand there.
    public var sender: ParticipantIdentifier? { nil }
    /// Its place in the spool.
    public var path: String { "ledger/\(segment.name.description)" }
    /// The places of what starts cut from there, which goes with it.
    public var companions: [String] { torn.map { "ledger/\($0.description)" } }

    /// What the service counts from the ledger at a start reaches back so far at most, besides the duplicate window:
    /// the quotas of a day, and the numbers of the day before.
    static let shortest: Int64 = 2 * 86_400_000_000_000

    /// All of a spool that are due, the oldest first, up to the first one that must stay: what stands behind that stays
    /// as well, or the ledger would have a gap. Changes nothing. Reads the segments that are due where there are holds.
    ///
    /// - Parameters:
    ///   - most: it ends when it has so many.
    ///   - bytes: it ends when those it has come to so many.
    public static func all(
        in spool: SpoolView, by table: RoutingTable, now: Timestamp, most: Int = .max, bytes: Int64 = .max
    ) throws(LedgerError) -> [RetainedSegment] {
        let reader = LedgerReader(folder: spool.ledger)
        guard let row = table.retention.ledger, let last = try reader.lastCommit() else { return [] }
        let newest =
            min(now, last.time).nanoseconds - max(table.settings.duplicateWindow, RetainedSegment.shortest)
        var due: [RetainedSegment] = []
        var references: SpoolReferences?
        var holds: SegmentHolds?
        var sum: Int64 = 0
        var torn: ArraySlice<(first: UInt64, name: FileName)>
        do throws(FileError) { torn = try SealedSegment.torn(in: spool.ledger)[...] } catch { throw .file(error) }
        try reader.forEachSealed { segment throws(LedgerError) in
            let age = now.nanoseconds - segment.time.nanoseconds
            guard age >= row.length else { return false }
            var need: String?
            var hold: LegalHold?
            if segment.through > last.settled {
                need = "not everything in it is settled"
            } else if segment.time.nanoseconds > newest {
                need = "its lines are of the duplicate window, or of the last two days"
            } else {
                if references == nil { references = try SpoolReferences(spool, table, settled: last.settled) }
                if holds == nil { holds = try SegmentHolds(table.retention, spool) }
                need = references?.need(of: segment)
                hold = try holds?.hold(on: segment)
            }
            let size: Int64
            do throws(FileError) { size = try spool.ledger.status(of: segment.name)?.size ?? 0 } catch {
                throw .file(error)
            }
            let own = torn.prefix { $0.first <= segment.through }
            torn = torn.dropFirst(own.count)
            let found = RetainedSegment(
                segment: segment, size: size, row: row, hold: hold, need: need, age: age, torn: own.map(\.name))
            due.append(found)
            sum += size
            return found.isFree && due.count < most && sum < bytes
        }
        return due
    }
}

/// What in a spool refers to lines of the ledger: as long as it is there, they must be.
struct SpoolReferences {
    private(set) var earliest: (number: UInt64, path: String)?

    /// Looks at all folders, and at the lines that are not settled.
    ///
    /// A file may move between `waiting/` and `refused/` meanwhile, in either direction: the former is looked at before
    /// and behind the latter.
    init(_ spool: SpoolView, _ table: RoutingTable, settled: UInt64) throws(LedgerError) {
        do throws(FileError) {
            try note(.waiting, in: spool) { WaitingMessage.parse($0).map { [$0.delivery.sequence] } }
            let lines = LedgerLines(folder: spool.ledger)
            try note(.refused, in: spool) { name throws(FileError) in
                guard let number = AuditName.refused(name)?.sequence else { return nil }
                return try [number] + (lines.record(number)?.links ?? [])
            }
            try note(.waiting, in: spool) { WaitingMessage.parse($0).map { [$0.delivery.sequence] } }
            // What a row will have removed some day needs its line until then.
            if table.retention.isAbout(.delivered) {
                try RetainedDelivery.forEach(in: spool, by: table, lines) { message, _ throws(FileError) in
                    note(message.file)
                    return false
                }
            }
            if table.retention.isAbout(.receipts) {
                try RetainedReceipt.forEach(in: spool, by: table, lines) { told, _ throws(FileError) in
                    note(told.file)
                    return false
                }
            }
            try note(.taken, in: spool) { name in
                TakenName(name).flatMap { Resubmission(token: $0.token) }.map { [$0.of] }
            }
        } catch {
            throw .file(error)
        }
        try LedgerReader(folder: spool.ledger).forEach(from: settled + 1) { record in
            for number in record.links { note(number, "line \(DeliveryIdentifier(sequence: record.sequence))") }
            return true
        }
    }

    /// Why a segment must stay; nil when nothing refers to it, or to one before it.
    func need(of segment: SealedSegment) -> String? {
        guard let earliest, earliest.number <= segment.through else { return nil }
        return "\(earliest.path) refers to line \(DeliveryIdentifier(sequence: earliest.number))"
    }

    private mutating func note(_ number: UInt64, _ path: @autoclosure () -> String) {
        guard number < earliest?.number ?? .max else { return }
        earliest = (number, path())
    }

    private mutating func note(_ file: PickupFile) {
        note(file.number.sequence, file.folder.path(of: file.name))
    }

    private mutating func note(
        _ place: SpoolView.Place, in spool: SpoolView, _ numbers: (FileName) throws(FileError) -> [UInt64]?
    ) throws(FileError) {
        for participant in try spool.participants(with: place) {
            guard let folder = try spool.folder(place, of: participant) else { continue }
            for name in try folder.entries().map(\.name) {
                for number in try numbers(name) ?? [] { note(number, folder.path(of: name)) }
            }
        }
    }
}

/// The holds that keep segments.
private struct SegmentHolds {
    private let rules: RetentionRules
    private let reader: LedgerReader
    /// The earliest line that the ledger has of each held message, of what it was before it was judged anew as well.
    private var earliest: [(number: UInt64, hold: LegalHold)] = []

    init(_ rules: RetentionRules, _ spool: SpoolView) throws(LedgerError) {
        self.rules = rules
        reader = LedgerReader(folder: spool.ledger)
        let lines = LedgerLines(folder: spool.ledger)
        do throws(FileError) {
            for hold in rules.holds {
                guard let number = hold.message?.sequence, let record = try lines.record(number) else { continue }
                let all = try lines.ancestry(of: record).map(\.sequence) + [number]
                earliest.append((all.min() ?? number, hold))
            }
        } catch {
            throw .file(error)
        }
    }

    /// The hold that keeps a segment; nil when there is none. Reads it where there are holds.
    func hold(on segment: SealedSegment) throws(LedgerError) -> LegalHold? {
        guard !rules.holds.isEmpty else { return nil }
        if let (_, hold) = earliest.first(where: { $0.number <= segment.through }) { return hold }
        var found: LegalHold?
        try reader.forEach(from: segment.first) { record in
            guard record.sequence <= segment.through else { return false }
            found = rules.hold(
                participants: record.receivers + (record.sender.map { [$0] } ?? []),
                numbers: [record.sequence] + record.links)
            return found == nil
        }
        return found
    }
}
