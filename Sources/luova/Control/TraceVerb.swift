import Files
import Messages
import Recording
import Spooling

/// `luova trace`.
enum TraceVerb: Verb {
    static let name = "trace"
    static let synopsis =
        "trace   ID… [--spool DIR] [--json]              a message's whole story, from the ledger"
    static let help = """
        usage: luova trace ID… [--spool DIR] [--json]

        Prints every line of the ledger about a message, in order: what came before it where it was judged anew, how
        it was accepted or refused, every try, what operators did and who, and how it ended. ID is a delivery id, or
        the number of a file in refused/. Works without the daemon, and beside it. ID may be -: then ids are read from
        standard input, one a line.

        --spool DIR   default: /var/spool/luova
        --json        the ledger's own lines

        exit: 0, 65 when the ledger has no such line, 66 when there is no ledger, 74 when it is damaged.

        example: luova trace 000000004711
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: ["--spool"], flags: ["--json"])
        var numbers: [UInt64] = []
        for word in arguments.rest {
            for text in word == "-" ? try StandardInput.words(verb: name) : [word] {
                guard let delivery = DeliveryIdentifier(text) else {
                    throw Failure(
                        .usage, "trace: '\(Escaping.visible(text))' is no id; write it with its twelve digits")
                }
                numbers.append(delivery.sequence)
            }
        }
        guard !numbers.isEmpty else { throw Failure(.usage, "trace: no message is named; see luova trace --help") }
        let folder: Directory
        do throws(FileError) {
            folder = try Directory(path: "\(arguments.value("--spool") ?? SpoolLayout.standard)/ledger")
        } catch {
            throw Failure(.noInput, "\(error)")
        }
        var missing: [UInt64] = []
        var beginning: LedgerBeginning?
        do throws(LedgerError) {
            for number in numbers {
                let isFound = try Story(reader: LedgerReader(folder: folder)).forEach(about: number) { record in
                    StandardStream.output.write(
                        arguments.has("--json") ? record.line + [0x0A] : LogVerb.text(record))
                }
                if !isFound { missing.append(number) }
            }
            if !missing.isEmpty { beginning = try LedgerReader(folder: folder).beginning() }
        } catch {
            throw Failure(.inputOutput, error.description)
        }
        guard missing.isEmpty else {
            let names = missing.map { "\(DeliveryIdentifier(sequence: $0))" }.joined(separator: ", ")
            let removed = beginning.flatMap { beginning in
                missing.contains { $0 <= beginning.through } ? "; \(beginning.text)" : nil
            }
            throw Failure(.data, "trace: the ledger has no line \(names)\(removed ?? "")")
        }
    }
}

/// All that the ledger says about one message.
struct Story {
    let reader: LedgerReader

    /// Calls `visit` with each line, in order; false when there is no line with that number. O(lines behind it).
    func forEach(about number: UInt64, _ visit: (LedgerRecord) -> Void) throws(LedgerError) -> Bool {
        guard let beginning = try beginning(of: number) else { return false }
        var wanted: Set<UInt64> = [beginning]
        try reader.forEach(from: beginning) { record in
            let links = [record.delivery?.sequence, record.againOf?.sequence].compactMap { $0 }
            guard wanted.contains(record.sequence) || links.contains(where: wanted.contains) else { return true }
            // What was made of it, or of its end, is a part of the story; what was only said again is not.
            if record.event != .duplicate { wanted.insert(record.sequence) }
            visit(record)
            return true
        }
        return true
    }

    /// Goes back from what was judged anew, and from what became of a delivery, to where it began.
    private func beginning(of number: UInt64) throws(LedgerError) -> UInt64? {
        var first: UInt64?
        var next: UInt64? = number
        while let number = next, let record = try reader.record(number) {
            first = number
            let earlier = [record.delivery?.sequence, record.againOf?.sequence].compactMap { $0 }.min()
            next = earlier.flatMap { $0 < number ? $0 : nil }
        }
        return first
    }
}
