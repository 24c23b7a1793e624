import Files

/// The spool and the table of `fairness`: a crowd and a neighbour, each with a receiver of its own, so that only
/// the daemon stands between them.
struct FairnessSpool {
    /// Who drops everything at once.
    static let crowd = "crowd"
    /// Who drops one message now and then.
    static let neighbour = "neighbour"

    /// The folder that holds all of it.
    let folder: String

    /// The spool's folder.
    var path: String { "\(folder)/spool" }
    /// The routing table's folder.
    var routes: String { "\(folder)/routes" }
    /// Where the crowd's files lie before they are dropped; on the same file system.
    var stage: String { "\(folder)/stage" }

    /// Where a sender's messages are dropped.
    func drop(of sender: String) -> String { "\(path)/participants/\(sender)/drop" }
    /// Where they arrive.
    func pickup(of sender: String) -> String { "\(path)/participants/\(sender)-receiver/pickup" }

    /// Makes everything.
    func make(custody: BenchCustody) throws(FileError) {
        for sender in [FairnessSpool.crowd, FairnessSpool.neighbour] {
            for folder in [drop(of: sender), pickup(of: sender)] { try WholeFile.makeDirectories(folder) }
        }
        try WholeFile.makeDirectories(stage)
        try WholeFile.makeDirectories("\(routes)/contracts")
        try WholeFile.write(Array(FairnessSpool.table(custody).utf8), to: "\(routes)/bench.xml")
        try WholeFile.write(Array(BenchContract.schema.utf8), to: BenchRoutes.schema(in: routes))
    }

    private static func table(_ custody: BenchCustody) -> String {
        let rows = [crowd, neighbour].map { sender in
            """
              <partner id="\(sender)" identity="\(BenchSpool.sender)" custody="\(custody.rawValue)"/>
              <system id="\(sender)-receiver"/>
              <agreement id="\(sender)-1" partner="\(sender)" from="2000-01-01" until="2999-12-31"/>
              <route id="\(sender)" from="\(sender)" message="\(BenchRoutes.messageType)" to="\(sender)-receiver"
                     syntax="xml" lane="batch" max-size="50MB" agreement="\(sender)-1"
                     basis="None: these messages are made up" from-date="2000-01-01"/>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes xmlns="urn:luova:routes:1">
              <service time-zone="UTC"/>
              <contract id="\(BenchRoutes.messageType)" schema="contracts/\(BenchRoutes.messageType).xsd"
                        root="{urn:luova:bench-report:1}BenchReport"
                        message-id="Header/MessageId" sender="Header/Sender" created="Header/CreatedAt"/>
            \(rows.joined(separator: "\n"))
            </routes>

            """
    }
}

/// The crowd: renames files into a drop folder as fast as that goes. A process of its own.
enum FairnessCrowd {
    /// The hidden verb that is the crowd.
    static let verb = "fairness-crowd"

    /// Renames everything in the first folder into the second.
    static func run(_ words: [String]) throws(Failure) {
        guard words.count == 2 else { throw Failure(.usage, "fairness-crowd: two folders") }
        try Failure.orFile { () throws(FileError) in
            let (from, to) = (try Directory(path: words[0]), try Directory(path: words[1]))
            var problem: FileError?
            try from.forEachEntry { entry in
                do throws(FileError) { try from.rename(entry.name, to: to, entry.name) } catch { problem = error }
                return problem == nil
            }
            if let problem { throw problem }
        }
    }
}
