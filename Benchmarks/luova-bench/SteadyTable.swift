import Files

/// The results of `steady`, as tables for people or as one JSON object.
struct SteadyTable {
    /// What was asked for.
    let options: SteadyOptions
    /// The daemon's and the floor's.
    let results: [SteadyResult]

    /// Prints them.
    func show() { options.scenario.isJSON ? options.scenario.show(object) : showTables() }

    private func showTables() {
        options.scenario.begin(load: [
            "load: \(options.rate) messages/s, \(options.seconds) s each, in turns", "      \(options.traffic.title)",
        ])
        var table = TextTable(["who", "messages"] + Histogram.titles + ["CPU %", "CPU µs", "peak MB", "sent late"])
        for result in results {
            table.add(
                [result.installation.who.rawValue, "\(result.latency.count)"] + result.latency.cells
                    + [
                        JSONLine.text(result.share, 2), JSONLine.text(result.costPerMessage, 0),
                        JSONLine.text(Double(result.peak) / 1e6, 1), "\(result.late)",
                    ])
        }
        let ratios = Histogram.shares.map { JSONLine.text(ratio($0), 2) }
        table.add(["luova/floor", ""] + ratios)
        table.print()
        guard options.idleSeconds > 0 else { return }
        say("")
        var idle = TextTable(["at rest", "seconds", "CPU %", "wake-ups", "wake-ups/min"])
        for result in results {
            idle.add([
                result.installation.who.rawValue, JSONLine.text(Double(result.restTime) / 1e9, 1),
                JSONLine.text(result.restShare, 3), "\(result.wakes)", JSONLine.text(wakesPerMinute(result), 1),
            ])
        }
        idle.print()
    }

    private var object: JSONLine {
        var object = options.scenario.object("steady")
        object.add("rate", options.rate)
        options.traffic.add(to: &object)
        object.add("seconds", options.seconds)
        object.add(
            "results",
            results.map { result in
                var line = JSONLine()
                line.add("who", result.installation.who.rawValue)
                line.add(result.latency)
                line.add("cpu_percent", result.share, digits: 3)
                line.add("cpu_us_per_message", result.costPerMessage, digits: 1)
                line.add("peak_mb", Double(result.peak) / 1e6, digits: 1)
                line.add("sent_late", result.late)
                line.add("idle_seconds", Double(result.restTime) / 1e9, digits: 1)
                line.add("idle_cpu_percent", result.restShare, digits: 4)
                line.add("idle_wakes", result.wakes)
                return line
            })
        object.add("ratio_p50", ratio(0.5), digits: 3)
        object.add("ratio_p99", ratio(0.99), digits: 3)
        return object
    }

    private func ratio(_ share: Double) -> Double {
        guard results.count == 2, results[1].latency.count > 0 else { return 0 }
        return results[0].latency.milliseconds(share) / results[1].latency.milliseconds(share)
    }

    private func wakesPerMinute(_ result: SteadyResult) -> Double {
        result.restTime > 0 ? Double(result.wakes) / Double(result.restTime) * 60e9 : 0
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
