import CLibXML2
import CLinux
import Files
import Glibc
import Messages
import Validation

/// The messages of one run of `judge`, and everybody who can do something with them.
///
/// Promises that every message is accepted by whoever judges it: a figure of other work would be worth nothing.
struct JudgeTrial: ~Copyable {
    /// What one contender did with all messages once.
    struct Lap {
        /// Processor time of the thread, in seconds.
        var seconds: Double
        /// Messages that were not accepted.
        var wrong: Int
    }

    private let documents: [[UInt8]]
    private let twins: [[UInt8]]
    private let floor: StreamFloor
    private let plugged: FloorValidation
    private let contracts: ContractSet
    private let limits = MessageLimits()
    private var validator = Validator()

    /// Makes the messages and compiles the contract, once for the floor and once for the daemon.
    init(messages: Int, size: Int) throws(Failure) {
        var mill = MessageMill(size: size)
        var documents: [[UInt8]] = []
        for number in 0..<messages { documents.append(mill.message(number) + [0]) }
        let folder = try Failure.orFile { () throws(FileError) in
            try ScratchFolder.make(in: "/tmp", prefix: "luova-bench-judge-")
        }
        defer { ScratchFolder.remove(folder) }
        let path = "\(folder)/\(BenchRoutes.messageType).xsd"
        try Failure.orFile { () throws(FileError) in
            try WholeFile.write(Array(BenchContract.schema.utf8), to: path)
        }
        self.init(documents, ContractSet([try JudgeTrial.contract(path, folder: folder)]))
    }

    private init(_ documents: [[UInt8]], _ contracts: ContractSet) {
        self.documents = documents
        twins = documents.map { JSONTwin.of($0.dropLast()) + [0] }
        self.contracts = contracts
        let schema = BenchContract.schema.withCString { text -> xmlSchemaPtr in
            guard let context = xmlSchemaNewMemParserCtxt(text, CInt(strlen(text))),
                let schema = xmlSchemaParse(context)
            else { floorFail("cannot compile the schema", 0) }
            xmlSchemaFreeParserCtxt(context)
            return schema
        }
        floor = StreamFloor(schema)
        plugged = FloorValidation([schema])
    }

    private static func contract(_ path: String, folder: String) throws(Failure) -> Contract {
        let description = Contract.Description(
            type: MessageType(BenchRoutes.messageType), schemaPath: path, folder: folder,
            root: "{urn:luova:bench-report:1}BenchReport",
            fields: [.messageID: "Header/MessageId", .sender: "Header/Sender", .created: "Header/CreatedAt"])
        do {
            return try Contract(description)
        } catch {
            throw Failure(.software, "judge: the benchmark's contract cannot be loaded; this is a bug")
        }
    }

    /// Bytes of all messages, as the contender reads them.
    func bytes(of who: JudgeContender) -> Int {
        (who == .json ? twins : documents).reduce(0) { $0 + $1.count - 1 }
    }

    /// Whether the header of each message is the same in both syntaxes, and has what the contract names.
    mutating func check() throws(Failure) {
        for place in documents.indices {
            let judged = judge(documents[place])
            let twin = judge(twins[place])
            guard judged.refusal == nil, twin.refusal == nil, judged.header == twin.header,
                let identifier = judged.header.messageID, let sender = judged.header.sender,
                judged.header.created != nil,
                identifier.count == 36, sender.elementsEqual("bench-sender".utf8)
            else { throw Failure(.software, "judge: message \(place) was misjudged; this is a bug") }
        }
    }

    private mutating func judge(_ document: [UInt8]) -> Judgement {
        validator.judge(document, count: document.count - 1, contracts: contracts, limits: limits) { _ in true }
    }

    /// Lets a contender do its work with every message.
    mutating func lap(_ who: JudgeContender) throws(Failure) -> Lap {
        let start = JudgeTrial.threadTime()
        let wrong = work(who)
        let lap = Lap(seconds: JudgeTrial.threadTime() - start, wrong: wrong)
        guard wrong == 0 else {
            throw Failure(.software, "judge: \(who.title) refused \(wrong) messages; this is a bug")
        }
        return lap
    }

    /// How many messages a contender does not accept.
    private mutating func work(_ who: JudgeContender) -> Int {
        var wrong = 0
        switch who {
        case .floor:
            for document in documents {
                let accepted = document.withUnsafeBufferPointer { buffer in
                    buffer.baseAddress.map { floor.accepts($0, count: buffer.count - 1) } ?? false
                }
                if !accepted { wrong += 1 }
            }
        case .plugged:
            for document in documents {
                let accepted = document.withUnsafeBufferPointer { buffer in
                    // It only reads.
                    buffer.baseAddress.map {
                        plugged.accepts(UnsafeMutablePointer(mutating: $0), count: buffer.count - 1)
                    } ?? false
                }
                if !accepted { wrong += 1 }
            }
        case .xml: for document in documents where judge(document).refusal != nil { wrong += 1 }
        case .json: for document in twins where judge(document).refusal != nil { wrong += 1 }
        case .digest:
            var last = Digest(of: [])
            for document in documents {
                var hash = SHA256()
                hash.update(document.span.extracting(0..<document.count - 1))
                let digest = hash.finish()
                // No two messages are the same.
                if digest == last { wrong += 1 }
                last = digest
            }
        }
        return wrong
    }

    /// Processor time of this thread, in seconds (CLOCK_THREAD_CPUTIME_ID).
    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
