// How latencies stand in the tables of the scenarios.
extension Histogram {
    /// The shares whose quantiles are shown.
    static let shares = [0.5, 0.9, 0.99, 0.999, 1]
    /// The titles of their columns.
    static let titles = ["p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms"]

    /// The cells below the titles.
    var cells: [String] { Histogram.shares.map { JSONLine.text(milliseconds($0), 2) } }
}

extension TextTable {
    /// A table of interactive messages: a row for each time, with how many there were and how long they took.
    static func interactive(_ rows: [(name: String, histogram: Histogram)]) -> TextTable {
        var table = TextTable(["interactive", "messages"] + Histogram.titles)
        for (name, histogram) in rows { table.add([name, "\(histogram.count)"] + histogram.cells) }
        return table
    }
}

extension JSONLine {
    /// The same as objects, which say under `label` what time each is of.
    static func latencies(_ label: String, _ rows: [(name: String, histogram: Histogram)]) -> [JSONLine] {
        rows.map { name, histogram in
            var line = JSONLine()
            line.add(label, name)
            line.add(histogram)
            return line
        }
    }
}

extension Plot.Panel {
    /// Half of all latencies and 99 of 100, over time.
    static func latency(_ title: String, _ timeline: Timeline) -> Plot.Panel {
        Plot.Panel(
            title: title, unit: "ms",
            lines: [
                Plot.Line(name: "p50", points: timeline.latencies(0.5)),
                Plot.Line(name: "p99", points: timeline.latencies(0.99)),
            ])
    }

    /// How many messages arrived, over time.
    static func rate(_ title: String, _ name: String, _ timeline: Timeline) -> Plot.Panel {
        Plot.Panel(title: title, unit: "messages/s", lines: [Plot.Line(name: name, points: timeline.rates())])
    }
}
