import Messages
import Validation

extension TableLinker {
    /// Rows that hand on the valid items of a batch without the others: it must be known what an item is, and the
    /// feedback that names the others must keep its contract.
    mutating func checkItems(_ routes: [Route], _ contracts: ContractSet) {
        let rows = Dictionary(
            reader.contracts.map { ($0.row.type, $0) }, uniquingKeysWith: { first, _ in first })
        let feedback = reader.contracts.first { $0.row.root == ProcessingFeedback.root }
        for route in routes where route.traffic.items == .each {
            func report(_ text: String) {
                self.report(ConfigurationProblem(file: route.file, line: route.line, "items=\"each\" \(text)"))
            }
            if let contract = rows[route.message], contract.row.items == nil {
                report(
                    "needs to know what an item is, and contract '\(route.message)' (\(contract.file):\(contract.line)) does not say it; name the element that repeats as its items"
                )
            }
            if route.syntaxes.contains(.json) {
                report(
                    "is for XML only, JSON batches are taken or refused altogether; remove json from syntax, or items")
            }
            if route.encodings != [.utf8] {
                report("is for UTF-8 only; remove encoding, or items")
            }
            guard let feedback else {
                report(
                    "tells the sender of refused items by a processing-feedback, and no contract has the root element \(ProcessingFeedback.root); add the row that came with this version"
                )
                continue
            }
            if route.message == feedback.row.type {
                report("is not for '\(route.message)' itself, of which the feedback would be one more; remove it")
            }
        }
        guard routes.contains(where: { $0.traffic.items == .each }), let feedback,
            let contract = contracts.contracts.first(where: { $0.type == feedback.row.type })
        else { return }
        check(feedback, contract)
    }

    /// Judges a feedback as the daemon writes it: the schema may be that of another version.
    private mutating func check(_ placed: TableReader.Placed<Contract.Description>, _ contract: Contract) {
        var bytes: [UInt8] = []
        ProcessingFeedback.example.write { bytes += $0 }
        var validator = Validator()
        let judgement = validator.judge(
            bytes + [0], count: bytes.count, contracts: ContractSet([contract]), limits: MessageLimits(),
            isRouted: { _ in true })
        guard let mistake = judgement.refusal?.errors.first else { return }
        report(
            placed,
            "contract '\(placed.row.type)' does not allow what the daemon writes to tell of refused items (\(mistake.place ?? ""): \(mistake.text)); use the schema that came with this version"
        )
    }
}

extension ProcessingFeedback {
    /// One in which everything stands that may stand in one.
    fileprivate static var example: ProcessingFeedback {
        let errors = MessageError.Code.allCases.prefix(RefusedItem.mostErrors).map { code in
            MessageError(code, line: 1, column: 1, place: "/Batch/Item[2]", "a rule")
        }
        var item = RefusedItem(number: 2, bytes: 0..<1, reference: "a-1")
        item.errors = errors
        item.moreErrors = 1
        item.quotes = [0: "a", 1: "b"]
        var bare = RefusedItem(number: 3, bytes: 1..<2)
        bare.errors = [MessageError(.key, "a rule")]
        return ProcessingFeedback(
            time: Timestamp(nanoseconds: 0), receiver: ParticipantIdentifier("sender"), batch: Array("any id".utf8),
            digest: Digest(of: []), environment: .production, count: 3, refused: [item, bare])
    }
}
