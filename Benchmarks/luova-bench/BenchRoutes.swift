import Files

/// The routing table and the contract of the benchmark: one sender, one receiver, one type.
///
/// The floor judges by the same contract.
enum BenchRoutes {
    /// The type of every message.
    static let messageType = "bench-report"

    /// Writes both into a folder.
    static func write(to folder: String, custody: BenchCustody) throws(FileError) {
        try WholeFile.makeDirectories("\(folder)/contracts")
        try WholeFile.write(Array(table(custody).utf8), to: "\(folder)/bench.xml")
        try WholeFile.write(Array(BenchContract.schema.utf8), to: schema(in: folder))
    }

    /// Where the contract's schema lies.
    static func schema(in folder: String) -> String { "\(folder)/contracts/\(messageType).xsd" }

    private static func table(_ custody: BenchCustody) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <routes xmlns="urn:luova:routes:1">
          <service time-zone="UTC"/>
          <partner id="\(BenchSpool.sender)" name="Sender of the benchmark" custody="\(custody.rawValue)"/>
          <system id="\(BenchSpool.receiver)" name="Receiver of the benchmark"/>
          <contract id="\(messageType)" schema="contracts/\(messageType).xsd"
                    root="{urn:luova:bench-report:1}BenchReport"
                    message-id="Header/MessageId" sender="Header/Sender" created="Header/CreatedAt"/>
          <agreement id="BENCH-1" partner="\(BenchSpool.sender)" from="2000-01-01" until="2999-12-31"/>
          <route id="bench" from="\(BenchSpool.sender)" message="\(messageType)" to="\(BenchSpool.receiver)"
                 syntax="xml" lane="batch" max-size="50MB" agreement="BENCH-1"
                 basis="None: these messages are made up" from-date="2000-01-01"/>
        </routes>

        """
    }
}
