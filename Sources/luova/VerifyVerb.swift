import Files
import Messages
import Relaying
import Spooling

/// `luova verify`.
enum VerifyVerb: Verb {
    static let name = "verify"
    static let synopsis = "verify  [--spool DIR] [--json]                  whether ledger and spool agree"
    static let help = """
        usage: luova verify [--spool DIR] [--json] [--duplicate-window TIME]

        Reads the whole ledger and looks at every file in the spool, and names what does not agree: lines that
        were changed, removed or put in; messages that were accepted and are nowhere; files that no line speaks
        of; bodies that are not what was judged; what was delivered or accepted twice. Changes nothing.

        Works on a copy, and beside a running daemon: the folders are listed first, then the ledger is read to
        its end, and what seems to be missing is looked for again after the ledger's newer lines were read.

        Prints a line for each deviation, a line that begins with "note:" for what is worth to know and no
        deviation, and at the end the numbers and the last chain value. The chain has no key: note that value
        now and then where the daemon's account cannot write.

        --spool DIR               default: /var/spool/luova
        --json                    one object for each finding, and one for the numbers
        --duplicate-window TIME   what the routing table says, such as 12h; 7d unless it says otherwise

        exit: 0 when all agrees, 65 when something does not, 66 when there is no spool or ledger, 74 when a
        file cannot be read.

        example: luova verify --spool /var/spool/luova
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: ["--spool", "--duplicate-window"], flags: ["--json"])
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "verify: unexpected '\(arguments.rest[0])'; see luova verify --help")
        }
        let window = try window(arguments.value("--duplicate-window") ?? "7d")
        let asJSON = arguments.has("--json")
        let audit = try audit(arguments.value("--spool") ?? SpoolLayout.standard, window) { finding in
            StandardStream.output.write(asJSON ? json(finding) : text(finding))
        }
        let summary: AuditSummary
        do throws(FileError) { summary = try audit.run() } catch { throw Failure(.inputOutput, "\(error)") }
        StandardStream.output.write(asJSON ? json(summary) : text(summary))
        // The findings are the result, and have been printed: nothing is left to say on standard error.
        guard summary.deviations == 0 else { throw Failure(.data, lines: []) }
    }

    private static func audit(
        _ path: String, _ window: Int64, report: @escaping (AuditFinding) -> Void
    ) throws(Failure) -> Audit {
        do throws(FileError) {
            return try Audit(spool: path, window: window, report: report)
        } catch {
            throw Failure(error.cause == .noSuchFile ? .noInput : .inputOutput, "\(error)")
        }
    }

    /// Nanoseconds from `500ms`, `2s`, `5min`, `1h`, `7d`, as the routing table has them.
    private static func window(_ text: String) throws(Failure) -> Int64 {
        let units: [String: Int64] = [
            "ms": 1_000_000, "s": 1_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
            "d": 86_400_000_000_000,
        ]
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), let unit = units[String(text.dropFirst(digits.count))] else {
            throw Failure(.usage, "verify: '\(text)' is no time; write 7d, 12h, 30min, 10s or 500ms")
        }
        let (product, isTooLong) = number.multipliedReportingOverflow(by: unit)
        guard !isTooLong else { throw Failure(.usage, "verify: '\(text)' is too long; write at most 100000d") }
        return product
    }

    // MARK: For people

    private static func text(_ finding: AuditFinding) -> [UInt8] {
        let line = finding.line.map { ":\($0)" } ?? ""
        return Array("luova: \(finding.isNote ? "note: " : "")\(finding.path)\(line): \(finding.text)\n".utf8)
    }

    private static func text(_ summary: AuditSummary) -> [UInt8] {
        var text =
            "verified \(summary.lines) lines in \(summary.segments) segments, \(summary.accepted) accepted: "
            + "\(summary.delivered) delivered, \(summary.waiting) waiting, \(summary.inHand) in hand, "
            + "\(summary.undelivered) undelivered; \(summary.deviations) deviations\n"
        if let chain = summary.chain { text += "line \(summary.lastSequence) ends the chain with \(chain)\n" }
        return Array(text.utf8)
    }

    // MARK: For programs

    private static func json(_ finding: AuditFinding) -> [UInt8] {
        var json = JSONText()
        json.openObject()
        json.string("code", finding.code)
        json.boolean("note", finding.isNote)
        json.string("path", finding.path)
        json.optional("line", finding.line)
        json.optional("delivery", finding.delivery)
        json.string("text", finding.text)
        json.closeObject()
        return json.bytes + [0x0A]
    }

    private static func json(_ summary: AuditSummary) -> [UInt8] {
        var json = JSONText()
        json.openObject()
        json.openObject("summary")
        json.number("lines", summary.lines)
        json.number("segments", summary.segments)
        json.number("accepted", summary.accepted)
        json.number("delivered", summary.delivered)
        json.number("waiting", summary.waiting)
        json.number("in_hand", summary.inHand)
        json.number("undelivered", summary.undelivered)
        json.number("deviations", summary.deviations)
        json.number("last", summary.lastSequence)
        json.optional("chain", summary.chain)
        json.closeObject()
        json.closeObject()
        return json.bytes + [0x0A]
    }
}
