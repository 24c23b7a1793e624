import Files

/// What happened in each step of a run: how many messages arrived, and how long they took.
struct Timeline {
    /// The length of a step, in nanoseconds.
    let step: Int64
    private let start: Int64
    private var steps: [Histogram] = []

    /// A timeline from a moment on.
    init(from start: Int64, step: Int64 = 1_000_000_000) {
        self.start = start
        self.step = step
    }

    /// When the next step begins.
    func nextStep() -> Int64 {
        let now = Clock.monotonic()
        return now + step - (now - start) % step
    }

    /// A message arrived.
    mutating func add(_ latency: Int64, at time: Int64) {
        let place = Int(max(0, time - start) / step)
        if place >= steps.count { steps += [Histogram](repeating: Histogram(), count: place + 1 - steps.count) }
        steps[place].add(latency)
    }

    /// Messages a second over time, in seconds; steps without any are left out where they are between blocks.
    func rates(gaps: Bool = false) -> [Plot.Point] {
        points(gaps) { Double($0.count) / Double(step) * 1e9 }
    }

    /// A quantile in milliseconds over time.
    func latencies(_ share: Double) -> [Plot.Point] { points(false) { $0.milliseconds(share) } }

    private func points(_ zeros: Bool, _ value: (Histogram) -> Double) -> [Plot.Point] {
        steps.enumerated().compactMap { place, histogram in
            guard zeros || histogram.count > 0 else { return nil }
            return Plot.Point(x: (Double(place) + 0.5) * Double(step) / 1e9, y: value(histogram))
        }
    }
}
