import Files

/// An open load: sends at a rate that is fixed before, whatever comes back; waits at the end until everything has arrived.
struct OpenLoad {
    /// A message that has not arrived after so long is lost, in nanoseconds.
    private static let patience: Int64 = 120_000_000_000
    /// A release that is later than this is one that the harness missed.
    private static let late: Int64 = 1_000_000

    /// How the rate changes over the time.
    enum Shape: String, CaseIterable {
        /// As the hours of a day, in the time at hand.
        case day
        /// Not at all.
        case even
    }

    /// Messages a second, in the mean.
    let rate: Double
    /// How the rate changes over the time.
    let shape: Shape
    /// How many messages.
    let count: Int

    /// What the load itself was like.
    struct Outcome {
        /// When the first message was to be sent.
        var start: Int64
        /// When the last one had arrived.
        var end: Int64
        /// Messages that were sent.
        var sent = 0
        /// Releases that were more than a millisecond late: the harness's own doing.
        var late = 0
    }

    /// So many messages a second for so many seconds.
    init(rate: Int, seconds: Double, shape: Shape = .even) {
        self.shape = shape
        self.rate = Double(rate)
        count = max(1, Int(Double(rate) * seconds))
    }

    /// Sends the messages, the first with the number `first`.
    ///
    /// - Parameters:
    ///   - arrived: called for every message when it has arrived.
    ///   - start: when the first is due; nil: at once.
    ///   - goesOn: called now and then with the share that was sent; false ends the sending.
    func run(
        on installation: Installation, first: Int, from start: Int64? = nil,
        arrived: (LatencyWatch.Arrival) -> Void,
        goesOn: (Double) throws(Failure) -> Bool = { (_) throws(Failure) in true }
    ) throws(Failure) -> Outcome {
        let watch = installation.watch
        let start = start ?? Clock.monotonic() + 10_000_000
        var outcome = Outcome(start: start, end: 0)
        var count = count
        try installation.sender.prepare(first, for: start)
        while outcome.sent < count || watch.outstanding > 0 {
            var due = due(outcome.sent, start)
            if outcome.sent < count, Clock.monotonic() >= due {
                if try installation.sender.release() - due > OpenLoad.late { outcome.late += 1 }
                outcome.sent += 1
                if outcome.sent % 16 == 0 {
                    try Interruption.check()
                    if try !goesOn(Double(outcome.sent) / Double(count)) { count = outcome.sent }
                }
                due = self.due(outcome.sent, start)
                if outcome.sent < count { try installation.sender.prepare(first + outcome.sent, for: due) }
            }
            try watch.collect(most: 16, arrived)
            if outcome.sent < count {
                watch.wait(until: due)
            } else if watch.outstanding > 0 {
                try awaitRest(installation, since: due)
            }
        }
        outcome.end = Clock.monotonic()
        return outcome
    }

    /// Everything was sent and something has not arrived: waits a moment, but not for ever.
    private func awaitRest(_ installation: Installation, since due: Int64) throws(Failure) {
        let now = Clock.monotonic()
        try installation.process.mustRun()
        try Interruption.check()
        guard now < due + OpenLoad.patience else {
            let left = installation.watch.outstanding
            throw Failure(.software, "\(installation.who.rawValue): \(left) messages did not arrive")
        }
        installation.watch.wait(until: now + 100_000_000)
    }

    private func due(_ number: Int, _ start: Int64) -> Int64 {
        guard shape == .day, number < count else { return start + Int64(Double(number) / rate * 1e9) }
        let moment = Double(TrafficMoment(of: number, in: count).milliseconds) / 86_400_000
        return start + Int64(moment * Double(count) / rate * 1e9)
    }
}
