public import Files
public import Messages

/// Reads a whole ledger and checks that it hangs together: checksums, numbers, segments, days,
/// closing lines and the chain. Can go on later with what was written meanwhile. Changes nothing.
///
/// Memory: one group of lines.
public final class LedgerExamination {
    /// Where a line stands.
    public struct Place: Sendable {
        /// Its segment.
        public let path: String
        /// Its number there, from 1.
        public let line: Int
    }

    /// What is wrong with the ledger, or worth to know.
    public struct Finding: Sendable {
        /// The kinds of findings; their names are for programs and never change.
        public enum Code: String, Sendable {
            case line = "ledger-line"
            case sequence = "ledger-sequence"
            case segmentMissing = "ledger-segment-missing"
            case segmentName = "ledger-segment-name"
            case segmentDay = "ledger-segment-day"
            case segmentOpen = "ledger-segment-open"
            /// It does not begin with line 1, and no line vouches for that.
            case beginning = "ledger-beginning"
            /// What a line calls removed is there.
            case removedThere = "ledger-removed-there"
            case chain = "ledger-chain"
            case settled = "ledger-settled"
            /// The clock was set back; no deviation.
            case clock = "ledger-clock"
            /// The chain begins in the middle; no deviation.
            case chainBegins = "ledger-chain-begins"
            /// Lines were removed, and a line vouches for that; no deviation.
            case shortened = "ledger-shortened"
        }

        /// Its kind.
        public let code: Code
        /// Where.
        public let place: Place
        /// What, and what to do.
        public let text: String
        /// Whether it is no deviation.
        public var isNote: Bool { code == .clock || code == .chainBegins || code == .shortened }
    }

    /// How many committed lines were read.
    public private(set) var lines = 0
    /// How many segments were read.
    public private(set) var segments = 0
    /// The number that the ledger begins with, or goes on with behind lines that are rightly missing.
    public internal(set) var firstSequence: UInt64 = 1
    /// The number of the last committed line; 0 when there is none.
    public private(set) var lastSequence: UInt64 = 0
    /// Up to where everything is settled, as the last closing line says.
    public private(set) var settled: UInt64 = 0
    /// What stands behind the last commit; nil when nothing does.
    public private(set) var torn: Place?
    /// The chain value of the last group; nil where there is none.
    public var lastChainValue: Digest? { chain.last }

    let folder: Directory
    private var chain = LedgerChain()
    private var hasUnchained = false
    private var lastTime: Timestamp?
    private var current: Current?
    /// Where lines are missing before a segment, until it is known whether a line vouches for that.
    var absences: [Absence] = []
    /// What lines vouch for, by the last number that each calls removed.
    var beginnings: [UInt64: LedgerBeginning] = [:]
    /// Removed segments that were reported as there.
    var reported: Set<FileName> = []

    /// The segment that is being read, up to its last closing line.
    private struct Current {
        var segment: LedgerSegment
        var path: String
        var offset: Int64 = 0
        var line = 0
        var hasOtherDay = false
        /// The day of the segment before it; nil for the first.
        var dayBefore: CivilDate?
    }

    /// Reads the ledger in a folder.
    public init(folder: Directory) { self.folder = folder }

    /// Reads from where the last call ended up to the last commit that is there now.
    ///
    /// - Parameters:
    ///   - visit: called with every record, in order, once its group is known to be committed.
    ///   - report: called with each finding.
    public func readOn(
        _ visit: (LedgerRecord, Place) throws(FileError) -> Void, report: (Finding) -> Void
    ) throws(FileError) {
        try readSegments(visit, report)
        // What vouches for them may stand in a segment that was begun meanwhile.
        if !absences.isEmpty { try readSegments(visit, report) }
        judgeAbsences(report)
        try findRemoved(report)
    }

    private func readSegments(
        _ visit: (LedgerRecord, Place) throws(FileError) -> Void, _ report: (Finding) -> Void
    ) throws(FileError) {
        let all = try LedgerSegment.all(in: folder)
        torn = nil
        for (number, segment) in all.enumerated() where segment.first >= current?.segment.first ?? 0 {
            // One that is removed between the look and now is as one that was not there.
            guard let file = try open(segment) else { continue }
            if segment.name != current?.segment.name { begin(segment, report) }
            try readSegment(file, isLast: number == all.count - 1, visit, report)
        }
    }

    private func open(_ segment: LedgerSegment) throws(FileError) -> Descriptor? {
        do throws(FileError) { return try folder.open(segment.name) } catch {
            guard error.cause == .noSuchFile else { throw error }
            return nil
        }
    }

    private func begin(_ segment: LedgerSegment, _ report: (Finding) -> Void) {
        let place = Place(path: folder.path(of: segment.name), line: 1)
        if current == nil {
            firstSequence = segment.first
            if segment.first > 1 { absences.append(Absence(next: segment.first, place: place, before: nil)) }
            lastSequence = segment.first - 1
        } else if segment.first == lastSequence + 1 {
            chain.beginSegment()
        } else {
            if segment.first > lastSequence {
                absences.append(Absence(next: segment.first, place: place, before: lastSequence))
            } else {
                let text =
                    "it begins with line \(segment.first), which the segment before has as well; find out which of them is right"
                report(Finding(code: .segmentMissing, place: place, text: text))
            }
            // What the chain was is not known here.
            chain = LedgerChain()
            lastSequence = segment.first - 1
        }
        current = Current(segment: segment, path: place.path, dayBefore: current?.segment.day)
        segments += 1
    }

    private func readSegment(
        _ file: borrowing Descriptor, isLast: Bool, _ visit: (LedgerRecord, Place) throws(FileError) -> Void,
        _ report: (Finding) -> Void
    ) throws(FileError) {
        guard var state = current else { preconditionFailure("a segment was begun") }
        var bytes: [UInt8] = []
        var offset = state.offset
        var scanned = 0
        var number = state.line
        var group = LedgerGroup(first: lastSequence + 1, isFirstOfSegment: number == 0)
        while true {
            let piece = try file.read(count: 1 << 18, at: offset)
            if piece.isEmpty { break }
            offset += Int64(piece.count)
            bytes += piece
            var groupStart = 0
            while let feed = bytes[scanned...].firstIndex(of: 0x0A) {
                number += 1
                group.add(bytes[scanned..<feed], Place(path: state.path, line: number))
                scanned = feed + 1
                guard let closing = group.closing else { continue }
                for finding in group.findings { report(finding) }
                check(closing, bytes.span.extracting(groupStart..<feed), &state, group.records.last?.place, report)
                for (record, place) in group.records {
                    if let beginning = LedgerBeginning(record) { beginnings[beginning.through] = beginning }
                    try visit(record, place)
                }
                lines += group.records.count
                lastSequence = group.nextSequence - 1
                group = LedgerGroup(first: group.nextSequence, isFirstOfSegment: false)
                state.offset += Int64(feed + 1 - groupStart)
                state.line = number
                groupStart = feed + 1
            }
            bytes.removeFirst(groupStart)
            scanned -= groupStart
        }
        current = state
        guard !bytes.isEmpty || state.line == 0 else { return }
        let place = Place(path: state.path, line: state.line + 1)
        if isLast {
            if !bytes.isEmpty { torn = place }
        } else {
            let text = "this segment does not end with a valid closing line; restore it from a copy"
            report(Finding(code: .segmentOpen, place: place, text: text))
            lastSequence = max(lastSequence, group.nextSequence - 1)
        }
    }

    /// Checks what a closing line says.
    private func check(
        _ record: LedgerRecord, _ bytes: Span<UInt8>, _ state: inout Current, _ place: Place?,
        _ report: (Finding) -> Void
    ) {
        guard let place else { return }
        if let last = absences.indices.last, absences[last].next == state.segment.first, state.line == 0 {
            absences[last].previous = record.previous
        }
        let before = settled
        settled = record.settled ?? 0
        if settled > lastSequence || settled < before {
            let text =
                settled > lastSequence
                ? "it calls settled what was not even committed before it, up to \(settled); restore the segment from a copy"
                : "it calls settled less than the closing line before it, \(settled) after \(before); restore the segment from a copy"
            report(Finding(code: .settled, place: place, text: text))
        }
        checkDay(record, &state, place, report)
        if let lastTime, record.time < lastTime {
            let seconds = (lastTime.nanoseconds - record.time.nanoseconds) / 1_000_000_000
            report(Finding(code: .clock, place: place, text: "the clock was set back here, by \(seconds) s"))
        }
        lastTime = record.time
        if record.chain == nil { hasUnchained = true }
        if record.chain != nil, chain.last == nil, hasUnchained {
            report(
                Finding(
                    code: .chainBegins, place: place, text: "the chain begins here; older lines have only checksums"))
        }
        if let fault = chain.check(bytes, closedBy: record) {
            report(
                Finding(
                    code: .chain, place: place,
                    text: "\(fault); compare with a copy of the ledger, and find out who can write to it"))
        }
    }

    /// A segment is named after the day of its first group, or after that of the segment before it where
    /// the clock was set back; it ends with that day.
    private func checkDay(
        _ record: LedgerRecord, _ state: inout Current, _ place: Place, _ report: (Finding) -> Void
    ) {
        let day = CivilDate(daysSince1970: Int(record.time.nanoseconds / 86_400_000_000_000))
        let isFirst = state.line == 0
        let isWrong =
            day > state.segment.day
            || isFirst && (state.dayBefore.map { state.segment.day != max($0, day) } ?? false)
        guard isWrong, !state.hasOtherDay else { return }
        state.hasOtherDay = true
        let text = "this group is of \(day), and the segment is named after \(state.segment.day); give it its name back"
        report(Finding(code: .segmentDay, place: place, text: text))
    }
}

/// The lines of a group as they are read, until its closing line.
private struct LedgerGroup {
    var records: [(record: LedgerRecord, place: LedgerExamination.Place)] = []
    var findings: [LedgerExamination.Finding] = []
    /// The closing line; nil while it has not come.
    var closing: LedgerRecord?
    var nextSequence: UInt64
    private var isFirstOfSegment: Bool

    init(first: UInt64, isFirstOfSegment: Bool) {
        nextSequence = first
        self.isFirstOfSegment = isFirstOfSegment
    }

    mutating func add(_ line: ArraySlice<UInt8>, _ place: LedgerExamination.Place) {
        defer { isFirstOfSegment = false }
        guard let record = LedgerRecord(line: line) else {
            let text = "this line is not what was written; restore the segment from a copy"
            findings.append(.init(code: .line, place: place, text: text))
            nextSequence += 1
            return
        }
        if record.sequence != nextSequence {
            let text =
                isFirstOfSegment
                ? "the segment is named after line \(nextSequence), and begins with \(record.sequence); give it its name back"
                : "here should be line \(nextSequence), and is \(record.sequence); restore the segment from a copy"
            findings.append(.init(code: isFirstOfSegment ? .segmentName : .sequence, place: place, text: text))
        }
        nextSequence = record.sequence + 1
        records.append((record, place))
        if record.event == .commit { closing = record }
    }
}
