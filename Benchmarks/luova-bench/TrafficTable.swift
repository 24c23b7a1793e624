import Files
import Messages

/// The routing table of the traffic: a row for each participant and each way that messages go, on the
/// contracts that the project ships.
///
/// Unlike the shipped table it knows any number of pharmacies and municipalities, and every answer travels as
/// a message, unless a program answers.
struct TrafficTable {
    /// Who takes part.
    let partners: TrafficPartners
    /// How all files are taken.
    var custody = BenchCustody.copy
    /// The program that answers reimbursement queries; nil: they are put into its pickup folder.
    var program: String?

    /// Writes the table and its contracts into a folder, which is made if it is missing.
    func write(to folder: String, contracts: String) throws(FileError) {
        try WholeFile.makeDirectories("\(folder)/contracts")
        for type in TrafficType.allCases.map(\.rawValue) + ["header", "receipt"] {
            try WholeFile.write(
                try WholeFile.read("\(contracts)/\(type).xsd"), to: "\(folder)/contracts/\(type).xsd")
        }
        try WholeFile.write(Array(text.utf8), to: "\(folder)/traffic.xml")
    }

    /// Where the project's contracts lie: in `Routes` of the current folder, or of one above this program.
    static func shippedContracts() throws(Failure) -> String {
        var candidates = ["Routes/contracts"]
        var folder = (WholeFile.resolved("/proc/self/exe") ?? "")[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            candidates.append("\(folder)/Routes/contracts")
        }
        for candidate in candidates where WholeFile.status("\(candidate)/header.xsd")?.kind == .regular {
            return candidate
        }
        throw Failure(.unavailable, "Routes/contracts: not found; run this in the project's folder")
    }

    /// The table.
    var text: String {
        var rows = ["<service time-zone=\"Europe/Helsinki\"/>"]
        rows += partners.participants.map(row)
        rows += TrafficType.allCases.map(row)
        rows.append(
            """
            <contract id="receipt" schema="contracts/receipt.xsd" root="{urn:luova:receipt:1}Receipt"
              message-id="Header/MessageId" sender="Header/Sender" created="Header/CreatedAt" reply-to="Header/InReplyTo"/>
            """)
        rows += partners.participants.filter { $0.kind != nil }.map {
            "<agreement id=\"T-\($0.id)\" partner=\"\($0.id)\" from=\"2019-01-01\"/>"
        }
        rows += partners.flows.filter { program == nil || $0.type != .reimbursementStatus }.map(row)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes xmlns="urn:luova:routes:1">
              \(rows.joined(separator: "\n  "))
            </routes>

            """
    }

    private func row(_ participant: TrafficParticipant) -> String {
        var row = participant.kind == nil ? "<system" : "<partner"
        row += " id=\"\(participant.id)\" name=\"\(participant.name)\""
        if let kind = participant.kind { row += " class=\"\(kind)\"" }
        if participant.identity != participant.id { row += " identity=\"\(participant.identity) \(participant.id)\"" }
        row += " custody=\"\(custody.rawValue)\""
        guard let program, participant.id == "reimbursement" else { return row + "/>" }
        return row + "><program path=\"\(program)\"/></system>"
    }

    private func row(_ type: TrafficType) -> String {
        """
        <contract id="\(type.rawValue)" schema="contracts/\(type.rawValue).xsd"
          root="{urn:luova:\(type.rawValue):1}\(type.root)" message-id="\(type.identifierPath)"
          sender="Header/Sender" created="Header/CreatedAt" reply-to="Header/InReplyTo"/>
        """
    }

    private func row(_ flow: TrafficFlow) -> String {
        let partner = flow.sender.kind == nil ? flow.receiver : flow.sender
        let answers = program != nil && flow.type == .reimbursementQuery
        return """
            <route id="\(flow.type.rawValue).\(flow.sender.id)" from="\(flow.sender.id)"
              message="\(flow.type.rawValue)" to="\(flow.receiver.id)" syntax="\(flow.type.allowsJSON ? "xml json" : "xml")"
              lane="\(flow.type.lane)" max-size="50MB" agreement="T-\(partner.id)"
              basis="None: these messages are made up" from-date="2019-01-01"\
            \(answers ? " reply=\"\(TrafficType.reimbursementStatus.rawValue)\"" : "")/>
            """
    }
}
