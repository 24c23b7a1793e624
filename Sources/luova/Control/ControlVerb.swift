import Files
import Messages
import Operating

/// A verb that asks a running daemon: `--control` and `--json` are understood by all of them.
protocol ControlVerb: Verb {
    /// What is asked.
    static var asked: ControlRequest.Verb { get }
    /// Options with values, besides `--control`.
    static var options: [String] { get }
    /// Options without values, besides `--json`.
    static var flags: [String] { get }
    /// What is asked exactly.
    static func request(_ arguments: Arguments) throws(Failure) -> ControlRequest
}

extension ControlVerb {
    static var flags: [String] { [] }

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, verb: name, options: options + ["--control"], flags: flags + ["--json"])
        let client = ControlClient(path: arguments.value("--control") ?? ControlClient.standardPath)
        var worst: Failure?
        for part in split(try request(arguments)) {
            do throws(Failure) {
                if arguments.has("--json") { try client.printJSON(part) } else { try client.print(part) }
            } catch {
                // What concerns some messages concerns no others.
                guard error.code == .data else { throw error }
                worst = error
            }
        }
        if let worst { throw worst }
    }

    /// As many requests as there must be for so many messages.
    private static func split(_ request: ControlRequest) -> [ControlRequest] {
        guard request.deliveries.count > ControlRequest.mostDeliveries else { return [request] }
        return stride(from: 0, to: request.deliveries.count, by: ControlRequest.mostDeliveries).map { start in
            var part = request
            part.deliveries = Array(request.deliveries[start...].prefix(ControlRequest.mostDeliveries))
            return part
        }
    }

    /// A request about the messages that are named, with the options that were given.
    static func plain(_ arguments: Arguments) throws(Failure) -> ControlRequest {
        var request = ControlRequest(asked)
        request.from = try participant(arguments.value("--from"))
        request.to = try participant(arguments.value("--to"))
        request.state = arguments.value("--state")
        request.comment = try comment(arguments)
        if let text = arguments.value("--limit") {
            guard let number = Int(text), (1...ControlRequest.largestLimit).contains(number) else {
                throw Failure(
                    .usage, "\(name): --limit must be a number from 1 to \(ControlRequest.largestLimit), not '\(text)'")
            }
            request.limit = number
        }
        return request
    }

    /// The same, with the ids that stand behind the options; `-` stands for standard input, one a line.
    static func ofMessages(_ arguments: Arguments) throws(Failure) -> ControlRequest {
        var request = try plain(arguments)
        for word in arguments.rest {
            let texts = word == "-" ? try StandardInput.words(verb: name) : [word]
            for text in texts {
                guard let delivery = DeliveryIdentifier(text) else {
                    throw Failure(
                        .usage,
                        "\(name): '\(Escaping.visible(text))' is no id; write it as luova list and luova log do, with twelve digits"
                    )
                }
                request.deliveries.append(delivery)
            }
        }
        guard !request.deliveries.isEmpty || request.to != nil else {
            throw Failure(.usage, "\(name): no message is named; see luova \(name) --help")
        }
        return request
    }

    /// The same, where nothing may stand behind the options.
    static func alone(_ arguments: Arguments) throws(Failure) -> ControlRequest {
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "\(name): unexpected '\(arguments.rest[0])'; see luova \(name) --help")
        }
        return try plain(arguments)
    }

    /// The same, about everybody, one sender or one receiver.
    static func scoped(_ arguments: Arguments) throws(Failure) -> ControlRequest {
        let request = try alone(arguments)
        let named = [arguments.has("--all"), request.from != nil, request.to != nil].count { $0 }
        guard named == 1 else {
            throw Failure(.usage, "\(name): one of --all, --from and --to; see luova \(name) --help")
        }
        return request
    }

    private static func comment(_ arguments: Arguments) throws(Failure) -> String? {
        guard let text = arguments.value("--comment") else {
            guard asked.wantsComment else { return nil }
            throw Failure(.usage, "\(name): --comment is missing: say why; it stands in the ledger")
        }
        guard !text.isEmpty, text.utf8.count <= ControlRequest.longestComment, Escaping.visible(text) == text else {
            throw Failure(
                .usage,
                "\(name): a comment is one line of 1 to \(ControlRequest.longestComment) bytes, without control characters"
            )
        }
        return text
    }

    private static func participant(_ text: String?) throws(Failure) -> ParticipantIdentifier? {
        guard let text else { return nil }
        guard !text.isEmpty else { throw Failure(.usage, "\(name): a participant's id is not empty") }
        return ParticipantIdentifier(text)
    }
}

/// Standard input, as far as verbs read it.
enum StandardInput {
    /// The words on it, one a line.
    static func words(verb: String) throws(Failure) -> [String] {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try WholeFile.read("-", limit: 100_000_000) } catch {
            throw Failure(.inputOutput, "\(verb): \(error)")
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
            .map { String($0.drop { $0 == " " }.prefix { $0 != " " && $0 != "\r" }) }.filter { !$0.isEmpty }
    }
}
