import Files
import Messages
import Recording

/// The ledger that `duplicates` works beside: lines as the daemon writes them, in segments as it has
/// them, but never synchronised; and the ids of the messages.
struct DuplicatesLedger: ~Copyable {
    /// A segment is closed when it has grown beyond this.
    private static let largestSegment = 64_000_000

    private let folder: Directory
    private var file: Descriptor?
    private var day = 0
    private var size = 0
    private var pending: [UInt8] = []
    /// The number of the next line.
    private(set) var next: UInt64 = 1
    private var first: UInt64 = 1

    /// An empty ledger in an empty folder.
    init(_ folder: Directory) { self.folder = folder }

    /// The key of a message by its number.
    static func key(_ number: Int) -> DuplicateKey {
        var random = RandomStream(seed: UInt64(number))
        let digits = Array("0123456789abcdef".utf8)
        var identifier: [UInt8] = []
        for length in [8, 4, 4, 4, 12] {
            if !identifier.isEmpty { identifier.append(UInt8(ascii: "-")) }
            var bits = random.next()
            for _ in 0..<length {
                identifier.append(digits[Int(bits & 15)])
                bits >>= 4
            }
        }
        return DuplicateKey(
            sender: ParticipantIdentifier("incomes-register"), type: MessageType("income-report-batch"),
            messageID: identifier)
    }

    /// Adds an accepted message.
    mutating func accept(_ key: DuplicateKey, _ time: Timestamp) {
        var record = LedgerRecord(sequence: next, time: time, event: .accepted)
        record.sender = key.sender
        record.file = "\(String(decoding: key.messageID, as: UTF8.self)).xml"
        record.size = 1_600
        record.digest = Digest(of: key.messageID[...])
        record.type = key.type
        record.messageID = key.messageID
        record.syntax = .xml
        record.route = RouteIdentifier("ir-income")
        record.receivers = [ParticipantIdentifier("income")]
        record.taken = ["c.\(next)"]
        record.sourceInode = next
        record.sourceChanged = time.nanoseconds
        append(record)
    }

    /// Adds that a message was delivered.
    mutating func deliver(_ sequence: UInt64, _ time: Timestamp) {
        var record = LedgerRecord(sequence: next, time: time, event: .delivered)
        record.delivery = DeliveryIdentifier(sequence: sequence)
        record.receivers = [ParticipantIdentifier("income")]
        append(record)
    }

    /// Leaves out lines.
    mutating func skip(_ count: Int) { next += UInt64(count) }

    /// Closes a group and writes it.
    mutating func commit(_ time: Timestamp) throws(FileError) {
        append(LedgerRecord(sequence: next, time: time, event: .commit))
        let today = Int(time.nanoseconds / 86_400_000_000_000)
        if file == nil || size > DuplicatesLedger.largestSegment || today > day {
            let name = "\(CivilDate(daysSince1970: today)).\(DeliveryIdentifier(sequence: first)).jsonl"
            guard let name = FileName(name) else { preconditionFailure("a fixed form") }
            file = try folder.create(name, mode: 0o640)
            day = today
            size = 0
        }
        try file?.write(pending[...])
        size += pending.count
        pending.removeAll(keepingCapacity: true)
        first = next
    }

    private mutating func append(_ record: LedgerRecord) {
        pending.append(contentsOf: record.line)
        pending.append(0x0A)
        next += 1
    }
}
