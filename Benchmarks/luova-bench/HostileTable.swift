import Files

/// The results of `hostile`, as a table for people or as one JSON object a line. Rows come as soon as they
/// are known.
struct HostileTable {
    let isJSON: Bool
    /// The width of the first column.
    let width: Int

    /// The names of the columns.
    func begin(_ machine: Machine) {
        guard !isJSON else { return }
        say("machine: \(machine.kernel) \(machine.architecture), \(machine.cores) cores")
        say("")
        row(["case", "size", "wanted", "found", "CPU s", "MB", "verdict"])
    }

    /// One row.
    func add(_ outcome: HostileTrial.Outcome) {
        let time = outcome.cost.map { $0.user + $0.system }
        let memory = outcome.cost.map { Double($0.peak) / Double(1 << 20) }
        guard isJSON else {
            return row([
                outcome.tried.name, String(outcome.size), outcome.tried.wanted.text, outcome.found,
                time.map { JSONLine.text($0, 3) } ?? "", memory.map { JSONLine.text($0, 1) } ?? "",
                outcome.mistakes.isEmpty ? "right" : "WRONG: \(outcome.mistakes.joined(separator: ", "))",
            ])
        }
        var object = JSONLine()
        object.add("case", outcome.tried.name)
        object.add("size", outcome.size)
        object.add("wanted", outcome.tried.wanted.text)
        object.add("found", outcome.found)
        if let time { object.add("cpu_seconds", time, digits: 3) }
        if let memory { object.add("peak_mib", memory, digits: 1) }
        object.add("right", outcome.mistakes.isEmpty ? "yes" : "no")
        object.add("mistakes", outcome.mistakes.joined(separator: "; "))
        say(object.text)
    }

    private func row(_ cells: [String]) {
        let widths = [-width, 9, -15, -15, 6, 6, -7]
        let padded = zip(cells, widths).map { cell, width in
            let blanks = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width < 0 ? cell + blanks : blanks + cell
        }
        say(padded.joined(separator: "  "))
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
