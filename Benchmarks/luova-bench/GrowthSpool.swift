import Files

/// A spool and a routing table of any size, for `growth`. One system receives everything.
struct GrowthSpool {
    /// Rows, partners and contracts of the table.
    struct Shape {
        /// Partners that send.
        var partners = 1
        /// Types that each partner may send. Only the first is sent.
        var types = 1
        /// Contracts of the size of an ISO 20022 schema.
        var large = 0

        /// The table with so many of a subject.
        init(_ subject: GrowthOptions.Subject, _ size: Int) {
            switch subject {
            case .partners: partners = size
            case .routes: (partners, types) = (min(size, 10), max(1, size / 10))
            case .contracts: large = size
            case .waiting: break
            }
        }
    }

    /// The spool.
    let spool: BenchSpool
    /// The folder of the table.
    let routes: String
    private let shape: Shape

    /// A spool in a folder; nothing is made yet.
    init(in folder: String, _ shape: Shape) {
        spool = BenchSpool(path: "\(folder)/spool")
        routes = "\(folder)/routes"
        self.shape = shape
    }

    private var senders: [String] {
        shape.partners == 1 ? [BenchSpool.sender] : (0..<shape.partners).map { "growth-\($0)" }
    }

    /// Writes the table and its contracts, and makes the folders.
    func make(custody: BenchCustody) throws(FileError) {
        try spool.make()
        try spool.make(for: senders)
        try WholeFile.makeDirectories("\(routes)/contracts")
        try WholeFile.write(Array(table(custody).utf8), to: "\(routes)/growth.xml")
        try WholeFile.write(Array(BenchContract.schema.utf8), to: BenchRoutes.schema(in: routes))
        for type in 1..<max(1, shape.types) {
            try write(BenchContract.schema, "growth-\(type)")
        }
        for number in 0..<shape.large { try write(GrowthContract(number).schema, "large-\(number)") }
    }

    /// Writes a schema, in a namespace of its own.
    private func write(_ schema: String, _ type: String) throws(FileError) {
        let (usual, own) = (Array("urn:luova:bench-report:1".utf8), Array("urn:luova:\(type):1".utf8))
        var bytes = Array(schema.utf8)
        for place in bytes[...].places(of: usual).reversed() {
            bytes.replaceSubrange(place..<place + usual.count, with: own)
        }
        try WholeFile.write(bytes, to: "\(routes)/contracts/\(type).xsd")
    }

    /// Drops plain messages, each partner's as many as every other's, and waits until the disk has them.
    func fill(_ messages: Int) throws(Failure) {
        var mill = MessageMill(size: 1_600)
        for (place, sender) in senders.enumerated() where place < messages {
            try Interruption.check()
            let drop = try Failure.orFile { () throws(FileError) in try Directory(path: spool.drop(of: sender)) }
            for number in stride(from: place, to: messages, by: senders.count) {
                if number % 1_024 == 0 { try Interruption.check() }
                guard let name = FileName("report-\(number).xml") else {
                    preconditionFailure("a number makes a file name")
                }
                try Failure.orFile { () throws(FileError) in
                    try drop.create(name, mode: 0o644).write(mill.message(number))
                }
            }
        }
        try Failure.orFile { () throws(FileError) in try Directory(path: spool.path).synchronizeFileSystem() }
    }

    /// Throws when not all messages arrived.
    func check(_ messages: Int) throws(Failure) {
        let (left, found) = try Failure.orFile { () throws(FileError) in
            var left = 0
            for sender in senders { left += try BenchSpool.count(spool.drop(of: sender)) }
            return (left, try BenchSpool.count(spool.pickup))
        }
        guard left == 0, found == messages else {
            throw Failure(
                .software, "\(found) of \(messages) messages arrived, and \(left) files are left; this is a bug")
        }
    }

    private func table(_ custody: BenchCustody) -> String {
        var rows = ["<service time-zone=\"UTC\"/>", "<system id=\"\(BenchSpool.receiver)\"/>"]
        let types = [BenchRoutes.messageType] + (1..<max(1, shape.types)).map { "growth-\($0)" }
        for type in types + (0..<shape.large).map({ "large-\($0)" }) {
            rows.append(
                """
                <contract id="\(type)" schema="contracts/\(type).xsd" root="{urn:luova:\(type):1}BenchReport"
                  message-id="Header/MessageId" sender="Header/Sender" created="Header/CreatedAt"/>
                """)
        }
        for sender in senders {
            rows.append(
                """
                <partner id="\(sender)" identity="\(BenchSpool.sender)" custody="\(custody.rawValue)"/>
                <agreement id="A-\(sender)" partner="\(sender)" from="2000-01-01"/>
                """)
            for type in types {
                rows.append(
                    """
                    <route id="\(type).\(sender)" from="\(sender)" message="\(type)" to="\(BenchSpool.receiver)" syntax="xml"
                      lane="batch" agreement="A-\(sender)" basis="None: these messages are made up" from-date="2000-01-01"/>
                    """)
            }
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes xmlns="urn:luova:routes:1">
            \(rows.joined(separator: "\n"))
            </routes>

            """
    }
}
