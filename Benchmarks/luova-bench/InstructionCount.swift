import Files

/// How many instructions a program carries out, by perf(1) with a counter of the processor, or by valgrind's callgrind,
/// which counts those of the program itself and none of the kernel.
enum InstructionCount {
    /// By perf, kernel included; none where the processor or the kernel has no counter for us.
    case perf(String)
    /// By callgrind.
    case valgrind(String)

    /// perf, where it can count.
    static func usable(in folder: String) throws(Failure) -> InstructionCount? {
        guard let path = ProcessorProfile.program else { return nil }
        let count = InstructionCount.perf(path)
        let program = MeasuredProgram(path: "/bin/true", arguments: [], log: "\(folder)/perf.words")
        return try count.instructions(of: program, in: folder) == nil ? nil : count
    }

    /// valgrind, which must be there.
    static func byValgrind() throws(Failure) -> InstructionCount {
        let found = ["/usr/bin/valgrind", "/usr/local/bin/valgrind"].first { WholeFile.status($0) != nil }
        guard let found else {
            throw Failure(.unavailable, "growth: there is no valgrind; install it, or leave --valgrind out")
        }
        return .valgrind(found)
    }

    /// Runs a program until it ends with 0; nil when nothing was counted.
    func instructions(of program: MeasuredProgram, in folder: String) throws(Failure) -> Double? {
        let output = "\(folder)/instructions"
        let words: [String]
        let path: String
        switch self {
        case .perf(let found):
            path = found
            words = ["stat", "-x", ";", "-e", "instructions", "-o", output, "--"]
        case .valgrind(let found):
            path = found
            words = ["--tool=callgrind", "--callgrind-out-file=\(output)", "-q", "--"]
        }
        let counted = MeasuredProgram(
            path: path, arguments: words + [program.path] + program.arguments, log: program.log,
            output: program.output)
        _ = try Measurement(of: counted)
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read(output) }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        switch self {
        case .perf:
            return lines.first { $0.contains("instructions") }?.split(separator: ";").first.flatMap { Double($0) }
        case .valgrind:
            let total = lines.last { $0.hasPrefix("totals:") || $0.hasPrefix("summary:") }
            return total?.split(separator: " ").last.flatMap { Double($0) }
        }
    }
}
