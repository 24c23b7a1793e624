import Files

/// An open load: sends at a fixed rate, evenly, whatever comes back; waits at the end until everything has arrived.
struct OpenLoad {
    /// A message that has not arrived after so long is lost, in nanoseconds.
    private static let patience: Int64 = 120_000_000_000
    /// A release that is later than this is one that the harness missed.
    private static let late: Int64 = 1_000_000

    /// Messages a second.
    let rate: Double
    /// How many messages.
    let count: Int

    /// What the load itself was like.
    struct Outcome {
        /// When the first message was to be sent.
        var start: Int64
        /// When the last one had arrived.
        var end: Int64
        /// Releases that were more than a millisecond late: the harness's own doing.
        var late = 0
    }

    /// So many messages a second for so many seconds.
    init(rate: Int, seconds: Double) {
        self.rate = Double(rate)
        count = max(1, Int(Double(rate) * seconds))
    }

    /// Sends all messages, the first with the number `first`.
    ///
    /// - Parameters:
    ///   - arrived: called for every message when it has arrived.
    ///   - meanwhile: called now and then with the share that was sent.
    func run(
        on installation: Installation, first: Int, arrived: (LatencyWatch.Arrival) -> Void,
        meanwhile: (Double) throws(Failure) -> Void = { (_) throws(Failure) in }
    ) throws(Failure) -> Outcome {
        let watch = installation.watch
        var outcome = Outcome(start: Clock.monotonic() + 10_000_000, end: 0)
        var sent = 0
        try installation.sender.prepare(first, for: outcome.start)
        while sent < count || watch.outstanding > 0 {
            var due = due(sent, outcome.start)
            if sent < count, Clock.monotonic() >= due {
                if try installation.sender.release() - due > OpenLoad.late { outcome.late += 1 }
                sent += 1
                if sent < count {
                    due = self.due(sent, outcome.start)
                    try installation.sender.prepare(first + sent, for: due)
                }
                if sent % 16 == 0 {
                    try Interruption.check()
                    try meanwhile(Double(sent) / Double(count))
                }
            }
            try watch.collect(most: 16, arrived)
            if sent < count {
                watch.wait(until: due)
            } else if watch.outstanding > 0 {
                let now = Clock.monotonic()
                try installation.process.mustRun()
                try Interruption.check()
                guard now < due + OpenLoad.patience else {
                    throw Failure(
                        .software, "\(installation.who.rawValue): \(watch.outstanding) messages did not arrive")
                }
                watch.wait(until: now + 100_000_000)
            }
        }
        outcome.end = Clock.monotonic()
        return outcome
    }

    private func due(_ number: Int, _ start: Int64) -> Int64 { start + Int64(Double(number) / rate * 1e9) }
}
