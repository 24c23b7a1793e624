import Files

/// The routing table of the scenarios: a sender at the counter and one that works by night, each with a receiver of
/// its own, so that only the daemon stands between them. Both send messages of `BenchContract`, up to any size.
enum FeedRoutes {
    /// Who sends a night's work.
    static let nightSender = "bench-night"
    /// Who receives it.
    static let nightReceiver = "bench-night-receiver"

    /// Writes the table and the contract into a folder.
    static func write(to folder: String, custody: BenchCustody, nightLane: String) throws(FileError) {
        try WholeFile.makeDirectories("\(folder)/contracts")
        try WholeFile.write(Array(table(custody, nightLane).utf8), to: "\(folder)/bench.xml")
        try WholeFile.write(Array(BenchContract.schema.utf8), to: BenchRoutes.schema(in: folder))
    }

    private static func table(_ custody: BenchCustody, _ nightLane: String) -> String {
        let type = BenchRoutes.messageType
        let rows = [
            (BenchSpool.sender, BenchSpool.receiver, "interactive"), (nightSender, nightReceiver, nightLane),
        ]
        .map { sender, receiver, lane in
            """
              <partner id="\(sender)" identity="\(BenchSpool.sender)" custody="\(custody.rawValue)"/>
              <system id="\(receiver)"/>
              <agreement id="\(sender)-1" partner="\(sender)" from="2000-01-01" until="2999-12-31"/>
              <route id="\(sender)" from="\(sender)" message="\(type)" to="\(receiver)" syntax="xml json" lane="\(lane)"
                     agreement="\(sender)-1" basis="None: these messages are made up" from-date="2000-01-01"/>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes xmlns="urn:luova:routes:1">
              <service time-zone="UTC" max-size="20GB" max-time="60s"/>
              <contract id="\(type)" schema="contracts/\(type).xsd" root="{urn:luova:bench-report:1}BenchReport"
                        message-id="Header/MessageId" sender="Header/Sender" created="Header/CreatedAt"/>
            \(rows.joined(separator: "\n"))
            </routes>

            """
    }
}
