/// Values that were looked at again and again over a long time.
struct SoakSeries {
    /// What was looked at.
    let name: String
    /// Its unit.
    let unit: String
    /// The values over time in seconds.
    private(set) var points: [Plot.Point] = []

    /// A series without values.
    init(_ name: String, unit: String) {
        self.name = name
        self.unit = unit
    }

    /// Adds a value.
    mutating func add(_ value: Double, at time: Double) { points.append(Plot.Point(x: time, y: value)) }

    /// The largest value.
    var largest: Double { points.map(\.y).max() ?? 0 }

    /// How much it grows in an hour: the line of least squares through all values but those of the first fifth of the
    /// time, in which caches fill.
    var slopePerHour: Double {
        let settled = points.filter { $0.x >= (points.last?.x ?? 0) / 5 }
        guard settled.count > 1 else { return 0 }
        let count = Double(settled.count)
        let (x, y) = (settled.map(\.x).reduce(0, +) / count, settled.map(\.y).reduce(0, +) / count)
        let spread = settled.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        let common = settled.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
        return spread > 0 ? common / spread * 3_600 : 0
    }
}
