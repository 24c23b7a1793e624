import Files

/// Where a program spent its processor time, as perf(1) samples it: in which of its modules, in which library, or in
/// the kernel. Each sample counts where it was taken, not for whoever called.
struct ProcessorProfile {
    /// Where perf is; nil when it is not installed.
    static var program: String? { ["/usr/bin/perf", "/usr/local/bin/perf"].first { WholeFile.status($0) != nil } }

    /// Seconds of processor time by place.
    private(set) var seconds: [String: Double] = [:]

    /// Runs a program until it ends with 0.
    init(of program: MeasuredProgram, profiler: String, output: String) throws(Failure) {
        // Processor time, which is there on every machine; the cycle counter is not.
        let record = MeasuredProgram(
            path: profiler,
            arguments: ["record", "-e", "cpu-clock", "-F", "4999", "-q", "-o", output, "--", program.path]
                + program.arguments,
            log: program.log, output: program.output)
        _ = try Measurement(of: record)
        let text = "\(output).text"
        let report = MeasuredProgram(
            path: profiler,
            arguments: [
                "report", "-i", output, "--stdio", "--no-demangle", "--no-children", "-g", "none", "--sort", "dso,sym",
                "-t", ";",
            ], log: "\(output).words", output: text)
        _ = try Measurement(of: report)
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read(text) }
        read(String(decoding: bytes, as: UTF8.self))
        guard !seconds.isEmpty else { throw Failure(.software, "\(profiler) sampled nothing; may it profile here?") }
    }

    private mutating func read(_ text: String) {
        var total = 0.0
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# Event count"), let number = line.split(separator: " ").last.flatMap({ Double($0) }) {
                total += number / 1e9
            }
            let cells = line.split(separator: ";").map { $0.split(separator: " ") }
            guard cells.count == 3, let share = cells[0].first, share.hasSuffix("%"),
                let part = Double(share.dropLast()), let object = cells[1].first
            else { continue }
            seconds[ProcessorProfile.place(object, cells[2].last ?? ""), default: 0] += part / 100 * total
        }
    }

    /// A Swift symbol begins with `$s`, the length of its module's name, and the name.
    private static func place(_ object: Substring, _ symbol: Substring) -> String {
        if object.hasPrefix("[") { return "kernel" }
        guard object.hasPrefix("luova") else { return String(object.prefix { $0 != "." }) }
        guard symbol.hasPrefix("$s") else {
            return symbol.contains("dispatch") ? "Dispatch" : "other code in the program"
        }
        let digits = symbol.dropFirst(2).prefix { $0.isASCII && $0.isNumber }
        guard let length = Int(digits) else { return "Swift's library" }
        return String(symbol.dropFirst(2 + digits.count).prefix(length))
    }
}
