public import Messages

// When a window is open, by the clocks of its zone. What they show is what counts: where they are put forward over the
// time at which it opens, it opens with the first second behind; where they are put back to before that, it opens twice.

extension TimeWindow {
    /// Whether it is open at a moment.
    public func isOpen(at moment: Timestamp) -> Bool { isOpen(second: moment.seconds) }

    /// The moment when it opens next, after one at which it is closed; of one at which it is open, that second.
    public func nextOpening(after moment: Timestamp) -> Timestamp {
        var second = moment.seconds
        while !isOpen(second: second) {
            let span = zone.span(at: second)
            let sinceMidnight = TimeWindow.sinceMidnight(second + span.offset)
            let opening = Int64(opens) * 60
            // It is closed now, so that the time is not that at which it opens.
            let wait = opening - sinceMidnight + (opening < sinceMidnight ? 86_400 : 0)
            second = min(second + wait, span.end)
        }
        return Timestamp(seconds: second)
    }

    private func isOpen(second: Int64) -> Bool { isOpen(at: Int(TimeWindow.sinceMidnight(zone.local(second)) / 60)) }

    /// Seconds after midnight of a moment by some clocks.
    private static func sinceMidnight(_ second: Int64) -> Int64 { (second % 86_400 + 86_400) % 86_400 }
}
