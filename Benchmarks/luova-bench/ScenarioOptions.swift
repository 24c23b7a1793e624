/// How a sender's files come into the daemon's hands; the words of the routing table.
enum BenchCustody: String, CaseIterable {
    /// The daemon writes its own copy of what it judged.
    case copy
    /// The daemon takes the file itself.
    case move
}

/// What every scenario is asked in the same way: where, with which custody and which daemon, and how the result is
/// shown. Reads those options, and has their lines of the help.
struct ScenarioOptions {
    /// What a scenario measures one after the other, so that it may be named more than once.
    enum Series {
        /// All places that were named; without a name one in memory and one on a disk.
        case places
        /// All kinds of custody that were named; without a name both.
        case custodies
    }

    /// Where the spools are made, in the order of the command line; at least one.
    let places: [BenchPlace]
    /// How files are taken, in the order of the command line; at least one.
    let custodies: [BenchCustody]
    /// The daemon's program; nil for the one beside this program.
    let daemon: String?
    /// Where the drawing goes; nil for none.
    let plot: String?
    /// Whether a program reads the result.
    let isJSON: Bool

    /// The one place of a scenario that has one.
    var place: BenchPlace { places[0] }
    /// The one kind of custody of a scenario that has one.
    var custody: BenchCustody { custodies[0] }

    /// The names of these options that have a value; `--json` has none.
    static let names = ["--spool", "--custody", "--luova", "--plot"]
    /// The same for a scenario that draws nothing.
    static let namesWithoutPlot = names.filter { $0 != "--plot" }

    /// Reads these options.
    init(_ arguments: BenchArguments, several: Set<Series> = []) throws(Failure) {
        let places = try BenchPlace.all(arguments.texts("--spool"))
        if !several.contains(.places), arguments.texts("--spool").count > 1 {
            throw arguments.failure("--spool can be given once only")
        }
        self.places = several.contains(.places) ? places : [places[0]]
        var custodies: [BenchCustody] = []
        for custody: BenchCustody in try arguments.words("--custody") where !custodies.contains(custody) {
            custodies.append(custody)
        }
        if several.contains(.custodies) {
            self.custodies = custodies.isEmpty ? BenchCustody.allCases : custodies
        } else {
            self.custodies = [custodies.last ?? .copy]
        }
        daemon = arguments.text("--luova")
        plot = arguments.text("--plot")
        isJSON = arguments.has("--json")
    }

    /// The lines of the help for these options, the text at a column.
    ///
    /// - Parameter plot: what is drawn; nil when nothing is.
    static func help(at column: Int, several: Set<Series> = [], plot: String?) -> String {
        let disk = "the first of /var/tmp and the current folder that is on a disk"
        let fresh = "where to make spools, in fresh folders that are removed at the end;"
        var options: [(name: String, lines: [String])] = [
            (
                "--spool DIR",
                several.contains(.places)
                    ? ["\(fresh) may be repeated;", "default: /dev/shm, and \(disk)"]
                    : ["\(fresh) default: /dev/shm, or", disk]
            ),
            (
                "--custody KIND",
                ["copy or move; \(several.contains(.custodies) ? "may be repeated; default: both" : "default copy")"]
            ),
            ("--luova PATH", ["the daemon; default: the program of that name beside this one"]),
        ]
        if let plot { options.append(("--plot FILE", ["draws \(plot) (SVG)"])) }
        options.append(("--json", ["for a program instead of for people"]))
        return lines(options, at: column)
    }

    /// Options and their lines of the help, the text at a column.
    static func lines(_ options: [(name: String, lines: [String])], at column: Int) -> String {
        let lines = options.flatMap { name, lines in
            lines.enumerated().map { place, line in
                let name = place == 0 ? name : ""
                return name + String(repeating: " ", count: max(2, column - name.count)) + line
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The line of the help for the exit codes.
    static let exits = "exit: 0, 64 usage, 69 a program or place is missing, 70 a wrong result, 74 the disk failed."
}
