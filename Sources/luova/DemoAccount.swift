import Files
import Messages
import Recording
import Routing
import Validation

/// What the ledger says of each sample, and which message answered which.
///
/// An answer is what the receiver's program wrote, a sample that names another one in its header, or a receipt.
struct DemoAccount {
    private let samples: [SampleFile]
    private let table: RoutingTable
    private var records: [LedgerRecord?] = []
    /// What came later, by the number of the decision that it is about.
    private var later: [UInt64: [LedgerRecord]] = [:]
    /// The sample that each one says it answers.
    private var requests: [Int?] = []
    private var types: [MessageType?] = []
    private var namesOther: [Bool] = []

    init(samples: [SampleFile], spool: String, table: RoutingTable) throws {
        self.samples = samples
        self.table = table
        var decisions: [String: LedgerRecord] = [:]
        try LedgerReader(folder: try Directory(path: "\(spool)/ledger")).forEach { record in
            if let sender = record.sender, let file = record.file, Outcome(rawValue: record.event.rawValue) != nil {
                decisions["\(sender)/\(file)"] = record
            }
            if let delivery = record.delivery { later[delivery.sequence, default: []].append(record) }
            return true
        }
        records = samples.map { decisions["\($0.sender)/\(FileName.escaped($0.name.utf8))"] }
        var validator = Validator()
        let contents = try samples.map { try WholeFile.read($0.path) }
        let judgements = contents.map { bytes in
            validator.judge(
                bytes + [0], count: bytes.count, contracts: table.contracts, limits: table.settings.limits
            ) { _ in true }
        }
        types = judgements.map(\.type)
        var accepted: [[UInt8]: Int] = [:]
        for (place, sample) in samples.enumerated() where sample.expected == .accepted {
            if let identifier = judgements[place].header.messageID { accepted[identifier] = place }
        }
        requests = judgements.indices.map { place in
            guard let identifier = judgements[place].header.replyTo else { return nil }
            // Where the table has another field of the request for its id, that one stands in it all the same.
            return accepted[identifier]
                ?? samples.indices.first { other in
                    other != place && samples[other].expected == .accepted
                        && judgements[other].type != judgements[place].type && contents[other].contains(identifier)
                }
        }
        namesOther = judgements.map { $0.header.replyTo != nil }
    }

    /// The message type that the flow of a sample begins with: that of the request, for an answer.
    func flow(of sample: Int) -> String? {
        if let request = requests[sample], request != sample { return flow(of: request) }
        return types[sample]?.text
    }

    /// Its place in its flow: what was accepted first, to the agency before from it, an answer behind its request.
    func order(_ sample: Int) -> [String] {
        let request = requests[sample] ?? sample
        let outcome = samples[sample].expected == .accepted ? "0" : "1"
        let direction = isFromPartner(request) ? "0" : "1"
        return [outcome, direction, samples[request].path, request == sample ? "0" : "1", samples[sample].path]
    }

    /// Whether it had the outcome that its folder names, and the answer that its route promises.
    func isRight(_ sample: Int) -> Bool {
        guard let record = records[sample], let outcome = Outcome(rawValue: record.event.rawValue) else { return false }
        guard outcome == samples[sample].expected, record.reason == samples[sample].reason else { return false }
        guard (record.itemsRefused != nil) == samples[sample].isPartly else { return false }
        guard outcome == .accepted else { return true }
        if namesOther[sample], requests[sample] == nil { return false }
        guard let reply = record.route.flatMap(table.route)?.reply else { return true }
        return replies(to: record).contains { $0.type == reply }
    }

    /// File, ends, outcome, reason, what followed.
    func cells(_ sample: Int) -> [String] {
        let record = records[sample]
        let receivers = record?.receivers.map(\.text).joined(separator: ", ") ?? ""
        return [
            samples[sample].name, "\(samples[sample].sender)\(receivers.isEmpty ? "" : " → \(receivers)")",
            record.flatMap { Outcome(rawValue: $0.event.rawValue) }?.rawValue ?? "nothing",
            record?.reason?.rawValue ?? "", record.map { words(sample, $0) } ?? "left in the drop folder",
        ]
    }

    /// The numbers of a flow.
    func summary(_ members: [Int]) -> String {
        let accepted = members.filter { records[$0]?.event == .accepted }
        let inward = accepted.count { isFromPartner($0) }
        let written = accepted.compactMap { records[$0] }.map { replies(to: $0).count }.reduce(0, +)
        let answered = accepted.count { !answers(to: $0).isEmpty }
        let others = members.count - accepted.count
        return "\(inward) to the agency and \(accepted.count - inward + written) from it, \(answered) answered, "
            + "\(others) refused or duplicate"
    }

    /// Whether anything in a flow was answered.
    func isAnswered(_ members: [Int]) -> Bool { members.contains { !answers(to: $0).isEmpty } }

    private func isFromPartner(_ sample: Int) -> Bool { table.participants[samples[sample].sender]?.isPartner ?? false }

    /// What programs wrote in answer.
    private func replies(to record: LedgerRecord) -> [LedgerRecord] {
        (later[record.sequence] ?? []).filter { $0.event == .accepted }
    }

    /// The names of all that answered it.
    private func answers(to sample: Int) -> [String] {
        guard let record = records[sample] else { return [] }
        let replies = replies(to: record).map {
            "\($0.type?.text ?? "").\(DeliveryIdentifier(sequence: $0.sequence)).\($0.syntax?.rawValue ?? "")"
        }
        let others = requests.indices.filter { requests[$0] == sample && records[$0]?.event == .accepted }
            .map { samples[$0].name }
        let feedback = record.itemsRefused.map { "a feedback about \($0) of \($0 + (record.itemsAccepted ?? 0)) items" }
        return replies + others + (feedback.map { [$0] } ?? []) + (record.receipt == nil ? [] : ["a receipt"])
    }

    private func words(_ sample: Int, _ record: LedgerRecord) -> String {
        switch record.event {
        case .accepted:
            let answers = answers(to: sample)
            let request = requests[sample].map { ["answers \(samples[$0].name)"] } ?? []
            let ends = (later[record.sequence] ?? []).filter { [.delivered, .undelivered].contains($0.event) }
            let isForProgram = record.receivers.contains { table.participants[$0]?.program != nil }
            let ending = ends.compactMap(\.reason).map { "undelivered, \($0.rawValue)" }
            return
                (request + (answers.isEmpty ? [] : ["answered by \(answers.joined(separator: ", "))"]) + ending
                + (isForProgram && ends.isEmpty ? ["waiting for its program"] : [])).joined(separator: "; ")
        case .duplicate: return "not delivered again; the first was \(record.delivery.map { "\($0)" } ?? "")"
        default: return "kept in refused/\(record.sender?.text ?? "")"
        }
    }
}
