import Files

/// The command line of the benchmark: finds the verb, lets it run, and ends with its exit code.
///
/// Owns nothing. A mistake of the caller, a missing program, a failing disk and a wrong result each have
/// an exit code of their own; see `Failure`.
enum Bench {
    /// Runs the program and never returns.
    static func main() -> Never {
        do throws(Failure) {
            try run(Array(CommandLine.arguments.dropFirst()))
            ProcessSettings.exit(0)
        } catch {
            StandardStream.error.writeLine("luova-bench: \(error.text)")
            ProcessSettings.exit(error.code.rawValue)
        }
    }

    private static func run(_ words: [String]) throws(Failure) {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "drain": try drain(rest)
        case "judge": try judge(rest)
        case "hostile": try hostile(rest)
        case "attack": try attack(rest)
        case Attacker.verb:
            // Hidden: `attack` starts it, as a process of its own.
            var attacker = try Attacker(rest)
            try attacker.run()
        case "duplicates": try duplicates(rest)
        case "fairness": try fairness(rest)
        case TrafficFiles.verb:
            // Hidden: `drain` starts it, as a process of its own.
            try TrafficFiles(rest).run()
        case FairnessCrowd.verb:
            // Hidden: `fairness` starts it, as a process of its own.
            try FairnessCrowd.run(rest)
        case "generate": try generate(rest)
        case Floor.verb:
            // Hidden: `drain` starts it, as a process of its own.
            try Floor(rest).run()
        case "steady": try steady(rest)
        case "lanes": try lanes(rest)
        case "large": try large(rest)
        case "day": try day(rest)
        case "stages": try stages(rest)
        case "burst": try burst(rest)
        case "soak": try soak(rest)
        case "growth": try growth(rest)
        case "routing": try routing(rest)
        case Floor.watchVerb:
            // Hidden: the floor as a service.
            try Floor(rest).watch()
        case "--help", "-h", "help": StandardStream.output.writeLine(usage)
        case nil: throw Failure(.usage, "a verb is missing; try luova-bench --help")
        case let verb?: throw Failure(.usage, "unknown verb '\(verb)'; see luova-bench --help")
        }
    }

    private static let usage = """
        usage: luova-bench VERB [OPTION …]

          drain       how fast the daemon empties a drop folder, beside the least safe work in plain C's manner
          judge       what it costs to judge one message, beside libxml2 alone
          hostile     what hostile files cost, and whether each is refused for the right reason
          attack      whether a hostile sender can change what was judged
          fairness    how long one sender's message takes while another drops very many
          duplicates  what the index of duplicates costs: time, memory, disk, a start
          generate    writes valid messages of all types, singly or in the proportions of a day
          steady      how long a message takes at a steady rate, and what that and being idle cost
          lanes       how long an interactive message takes while large files go through the batch lane
          large       how fast one very large message goes through, and how much memory that takes
          day         1.5 million messages, as fast as the daemon takes them
          stages      system calls and processor time a message, by kind and by thread; and their limits
          burst       many messages at once: how long until they are gone, and what others see of it
          soak        whether memory or descriptors grow over a long time
          growth      how cost grows with partners, routes, contracts and waiting files
          routing     what a large routing table costs, to load and with each message

        luova-bench VERB --help tells more.

        example: luova-bench drain --messages 5000
        """
}
