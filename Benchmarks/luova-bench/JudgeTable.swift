import Files

/// The results of `judge`, as a table for people or as one JSON object a line.
struct JudgeTable {
    private let options: JudgeOptions
    private let machine: Machine
    /// How wide each column is; below zero: text, which stands at the left.
    private let widths = [-13, 10, 8, 8, 11, 11, 11]

    /// A table of what these options measure.
    init(_ options: JudgeOptions, _ machine: Machine) {
        self.options = options
        self.machine = machine
    }

    /// What is measured on what, and the names of the columns.
    func begin() {
        guard !options.isJSON else { return }
        say("machine: \(machine.kernel) \(machine.architecture), \(machine.cores) cores")
        say("load: \(options.messages) messages of \(options.size) bytes in XML, \(options.rounds) rounds in turn")
        say("")
        row(["who", "CPU µs", "MB/s", "of floor", "at least", "at most", "allocations"])
    }

    /// The row of one contender. `floor` has the floor's seconds in the same rounds.
    func add(_ who: JudgeContender, bytes: Int, allocations: Double, seconds: [Double], floor: [Double]) {
        let middle = JudgeTable.median(seconds)
        let ratios = zip(seconds, floor).map { $0 / $1 }
        let cost = middle * 1e6 / Double(options.messages)
        let rate = Double(bytes) / middle / 1e6
        let (least, most) = (ratios.min() ?? 0, ratios.max() ?? 0)
        guard options.isJSON else {
            return row([
                who.title, JSONLine.text(cost, 2), JSONLine.text(rate, 1), JSONLine.text(JudgeTable.median(ratios), 3),
                JSONLine.text(least, 3), JSONLine.text(most, 3), JSONLine.text(allocations, 2),
            ])
        }
        var object = JSONLine()
        object.add("who", who.rawValue)
        object.add("cpu_us_per_message", cost, digits: 3)
        object.add("mb_per_second", rate, digits: 1)
        object.add("ratio", JudgeTable.median(ratios), digits: 3)
        object.add("ratio_least", least, digits: 3)
        object.add("ratio_most", most, digits: 3)
        object.add("allocations_per_message", allocations, digits: 2)
        object.add("bytes_per_message", Double(bytes) / Double(options.messages), digits: 1)
        object.add("messages", options.messages)
        object.add("size", options.size)
        object.add("rounds", options.rounds)
        object.add("kernel", machine.kernel)
        object.add("architecture", machine.architecture)
        object.add("cores", machine.cores)
        say(object.text)
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    private func row(_ cells: [String]) {
        let padded = zip(cells, widths).map { cell, width in
            let blanks = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width < 0 ? cell + blanks : blanks + cell
        }
        say(padded.joined(separator: "  "))
    }

    private func say(_ text: String) { StandardStream.output.writeLine(text) }
}
