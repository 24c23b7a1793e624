import Files
import Messages
import Routing
import Validation

/// `luova convert`.
enum ConvertVerb: Verb {
    static let name = "convert"
    static let synopsis =
        "convert --routes DIR FILE                       a valid message in the other syntax, XML or JSON"
    static let help = """
        usage: luova convert --routes DIR FILE

        Writes the message in FILE to standard output in the other syntax: XML as JSON, JSON as XML. `-` is
        standard input. The contract is found by the root element; who may send it does not matter. Both say
        the same, and are judged alike. Changes nothing.

        exit: 0, 65 and a line for each mistake when the message is not valid or cannot be written in the
        other syntax, 66 the file cannot be read, 78 the routing table is wrong.

        example: luova convert --routes Routes query.xml > query.json
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: ["--routes"], flags: [])
        let folder = try arguments.required("--routes", verb: name)
        guard let file = arguments.rest.first else {
            throw Failure(.usage, "convert: no file is named; see luova convert --help")
        }
        guard arguments.rest.count == 1 else {
            throw Failure(.usage, "convert: unexpected '\(arguments.rest[1])'; one file at a time")
        }
        let table = try RoutingTable.loadForVerb(folder)
        let limits = table.settings.limits
        let bytes: [UInt8]
        do throws(FileError) { bytes = try WholeFile.read(file, limit: limits.size) } catch {
            throw Failure(.noInput, "\(error)")
        }
        guard bytes.count <= limits.size else {
            throw Failure(.data, "\(file): the file has more than \(limits.size) bytes; send less [size]")
        }
        var validator = Validator()
        let judgement = validator.judge(
            bytes + [0], count: bytes.count, contracts: table.contracts, limits: limits
        ) { _ in true }
        if let refusal = judgement.refusal { throw Failure(.data, lines: lines(file, refusal)) }
        guard let syntax = judgement.syntax, let contract = judgement.type.flatMap(table.contract) else {
            throw Failure(.software, "convert: a valid message has neither syntax nor contract")
        }
        let conversion = Conversion(bytes[...], from: syntax, contract: contract, among: table.contracts)
        guard conversion.problems.isEmpty else {
            throw Failure(
                .data,
                lines: ["\(file): cannot be written in the other syntax"] + conversion.problems.map { "\(file): \($0)" }
            )
        }
        StandardStream.output.write(conversion.bytes)
    }

    private static func lines(_ file: String, _ refusal: Refusal) -> [String] {
        var lines = refusal.errors.map { error in
            let position = error.line.map { ":\($0):\(error.column ?? 1)" } ?? ""
            let place = error.place.map { " \($0):" } ?? ""
            return "\(file)\(position):\(place) \(error.text) [\(error.code.rawValue)]"
        }
        if refusal.moreErrors > 0 { lines.append("\(file): and \(refusal.moreErrors) more") }
        return lines
    }
}
