import Files

/// What one of both did in `steady`.
struct SteadyResult {
    /// Where it works.
    let installation: Installation
    /// How long its messages took.
    private(set) var latency = Histogram()
    /// The same over time.
    var timeline = Timeline(from: 0)
    /// Messages that the harness sent more than a millisecond too late.
    private(set) var late = 0
    /// Its processor time under load, in nanoseconds.
    private(set) var cost: Int64 = 0
    /// How long it was under load, in nanoseconds.
    private(set) var time: Int64 = 0
    /// What it cost to rest, in nanoseconds of processor time.
    private(set) var restCost: Int64 = 0
    /// How long it rested, in nanoseconds.
    private(set) var restTime: Int64 = 0
    /// How often its threads were woken while it rested.
    private(set) var wakes = 0
    /// The most memory that it had in use at once, in bytes.
    private(set) var peak = 0
    private var sleeps: [String: Int] = [:]

    /// Nothing yet.
    init(_ installation: Installation) { self.installation = installation }

    /// A block of load.
    mutating func run(
        _ load: OpenLoad, first: Int, goesOn: (Double) throws(Failure) -> Bool
    ) throws(Failure) {
        let reading = installation.process.reading
        let cost = reading.processorTime
        var (latency, timeline) = (latency, timeline)
        // At the beginning of a step, so that no step is half a block's.
        let outcome = try load.run(on: installation, first: first, from: timeline.nextStep()) { arrival in
            latency.add(arrival.latency)
            timeline.add(arrival.latency, at: arrival.at)
        } goesOn: { (share) throws(Failure) in
            try goesOn(share)
        }
        (self.latency, self.timeline) = (latency, timeline)
        late += outcome.late
        self.cost += reading.processorTime - cost
        time += outcome.end - outcome.start
    }

    /// From here on it has nothing to do.
    mutating func beginRest() {
        restCost = -installation.process.reading.processorTime
        restTime = -Clock.monotonic()
        sleeps = installation.process.reading.sleeps
    }

    /// It rested until now.
    mutating func endRest() throws(Failure) {
        try installation.process.mustRun()
        let reading = installation.process.reading
        wakes = reading.sleeps(since: sleeps)
        restCost += reading.processorTime
        restTime += Clock.monotonic()
    }

    /// Ends the program.
    mutating func end() throws(Failure) {
        peak = installation.process.reading.memory("VmHWM")
        try installation.process.stop()
    }

    /// Its processor time under load, as hundredths of one core.
    var share: Double { time > 0 ? Double(cost) / Double(time) * 100 : 0 }
    /// The same while it rested.
    var restShare: Double { restTime > 0 ? Double(restCost) / Double(restTime) * 100 : 0 }
    /// Microseconds of processor time a message.
    var costPerMessage: Double { Double(cost) / 1e3 / Double(max(1, latency.count)) }
}
