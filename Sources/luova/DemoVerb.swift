import Files
import Messages
import Recording
import Relaying
import Routing

/// `luova demo`.
enum DemoVerb: Verb {
    static let name = "demo"
    static let synopsis =
        "demo    [--keep]                                a whole spool with the samples, and a table of what happened"
    static let help = """
        usage: luova demo [--keep] [--routes DIR] [--samples DIR]

        Makes a spool in a temporary folder, drops every sample into its sender's drop folder, lets the
        daemon handle them, and prints what became of each, flow by flow, and what answered it. Run it in
        the project's folder, where Routes and Samples are.

        --keep   leaves the spool there, and says where

        exit: 0 when every sample had the outcome that its folder names, and the answer that its row
        promises, else 65.

        example: luova demo --keep
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: ["--routes", "--samples"], flags: ["--keep"])
        let routes = arguments.value("--routes") ?? "Routes"
        let samples = arguments.value("--samples") ?? "Samples"
        let table = try RoutingTable.loadForVerb(routes)
        do {
            let folder = try ScratchFolder.make(in: Environment.temporaryFolder, prefix: "luova-demo-")
            defer { if !arguments.has("--keep") { ScratchFolder.remove(folder) } }
            let spool = "\(folder)/spool"
            let all = try SampleFile.all(in: samples)
            guard !all.isEmpty else {
                throw Failure(
                    .noInput,
                    "\(samples): there are no samples; run this in the project's folder, or name it with --samples")
            }
            // Duplicates and reused ids are about messages that were accepted before.
            for round in [all.filter { $0.expected == .accepted }, all.filter { $0.expected != .accepted }] {
                for sample in round { try sample.drop(into: spool) }
                try drain(routes, spool)
            }
            let report = try DemoReport(samples: all, spool: spool, table: table)
            StandardStream.output.writeLine(report.text)
            if arguments.has("--keep") { StandardStream.output.writeLine("the spool is kept in \(spool)") }
            if report.surprises > 0 {
                throw Failure(
                    .data, "demo: \(report.surprises) samples had another outcome than their folder names, or no answer"
                )
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.inputOutput, "demo: \(error)")
        }
    }

    /// Runs the daemon itself, as an operator would.
    private static func drain(_ routes: String, _ spool: String) throws {
        guard let program = WholeFile.resolved("/proc/self/exe"), let routes = WholeFile.resolved(routes) else {
            throw Failure(.software, "demo: the program cannot find itself")
        }
        let input = try Descriptor.standard(0)
        let error = try Descriptor.standard(2)
        let launch = ProcessLaunch(
            path: program, arguments: ["run", "--routes", routes, "--spool", spool, "--drain"], environment: [],
            account: nil, largestFile: 1 << 40)
        let child = try ChildProcess(launch, input: input, output: error, error: error)
        while true {
            if let end = child.end() {
                guard end == .exited(0) else { throw Failure(.software, "demo: the daemon ended with \(end)") }
                return
            }
            ScratchFolder.pause(nanoseconds: 2_000_000)
        }
    }
}
