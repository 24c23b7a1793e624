/// One axis of a plot: from zero to a round number, with some five marks.
struct PlotAxis {
    /// What stands at the marks.
    enum Marks {
        /// The values.
        case values
        /// Whole numbers only, as of things that are counted.
        case whole
        /// What the values are the powers of ten of: 1, 10, 100.
        case powersOfTen
    }

    /// The values that are marked.
    let ticks: [Double]
    private let end: Double
    private let digits: Int
    private let marks: Marks
    private let first: Double
    private let last: Double

    /// An axis that shows values up to `largest` on the drawing's places from `first` until `last`.
    init(to largest: Double, from first: Double, until last: Double, _ marks: Marks = .values) {
        let largest = largest.isFinite && largest > 0 ? largest : 1
        var step = 1.0
        while step * 5 < largest { step *= 10 }
        while step * 5 >= largest * 10 { step /= 10 }
        // Now 10 steps are too many or just right: 1, 2 or 5 times a power of ten, down to one that gives 3 to 6.
        for part in [10.0, 5, 2] where step / part * 6 >= largest {
            step /= part
            break
        }
        if marks != .values { step = max(1, step) }
        let count = (largest / step).rounded(.up)
        ticks = (0...Int(max(1, count))).map { Double($0) * step }
        end = ticks.last ?? 1
        digits = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 4
        self.marks = marks
        self.first = first
        self.last = last
    }

    /// Where a value is in the drawing.
    func place(of value: Double) -> Double { first + (last - first) * min(1, max(0, value / end)) }

    /// A mark's text.
    func label(of tick: Double) -> String {
        marks == .powersOfTen ? "1" + String(repeating: "0", count: Int(tick)) : JSONLine.text(tick, digits)
    }
}
