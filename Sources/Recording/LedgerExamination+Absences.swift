import Files
import Messages

// What is missing in a ledger, and whether that is as it should be.
extension LedgerExamination {
    /// Lines that are missing before a segment.
    struct Absence {
        /// The first line that is there again.
        let next: UInt64
        let place: Place
        /// The line before it that is there; nil at the beginning.
        let before: UInt64?
        /// What the first closing line behind it says that it follows.
        var previous: Digest?
    }

    /// Whether a number is one of lines that are not there, whatever the reason.
    public func isMissing(_ sequence: UInt64) -> Bool {
        sequence < firstSequence || absences.contains { $0.before ?? 0 < sequence && sequence < $0.next }
    }

    /// Says of missing lines why they are rightly missing, or that they are not.
    func judgeAbsences(_ report: (Finding) -> Void) {
        for absence in absences {
            if let beginning = beginnings[absence.next - 1] {
                guard beginning.vouches(for: absence.previous) else {
                    let text =
                        "it does not follow what line \(beginning.record.sequence) calls removed; compare with a copy of the ledger, and find out who can write to it"
                    report(Finding(code: .chain, place: absence.place, text: text))
                    continue
                }
                firstSequence = max(firstSequence, absence.next)
                report(Finding(code: .shortened, place: absence.place, text: beginning.text))
            } else if let before = absence.before {
                let text =
                    "the lines \(before + 1) to \(absence.next - 1) before it are missing; restore the segment that holds them"
                report(Finding(code: .segmentMissing, place: absence.place, text: text))
            } else {
                let text =
                    "the ledger begins with line \(absence.next), and no line says that those before it were removed; restore the segments that hold them"
                report(Finding(code: .beginning, place: absence.place, text: text))
            }
        }
        absences = []
    }

    /// Looks for segments whose removal is settled.
    func findRemoved(_ report: (Finding) -> Void) throws(FileError) {
        let removed = beginnings.values.filter { $0.record.sequence <= settled }.map(\.through).max() ?? 0
        guard removed > 0 else { return }
        let all = try LedgerSegment.all(in: folder)
        for (segment, next) in zip(all, all.dropFirst())
        where next.first <= removed + 1 && reported.insert(segment.name).inserted {
            let place = Place(path: folder.path(of: segment.name), line: 1)
            let text = "the ledger says that this segment was removed; find out who put it back, and move it away"
            report(Finding(code: .removedThere, place: place, text: text))
        }
    }
}
