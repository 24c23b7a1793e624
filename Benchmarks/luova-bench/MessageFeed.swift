import Files

/// One message to send.
struct FeedMessage {
    /// Whose drop folder it goes to.
    var sender: String
    /// The name of its file.
    var name: String
    /// Its bytes.
    var bytes: ArraySlice<UInt8>
    /// Whether it is to be refused: then its sender finds a receipt, and nobody else anything.
    var isRefused = false
}

/// Where the messages of a scenario come from, and the table that they need. The one seam between the scenarios and
/// whoever makes messages.
struct MessageFeed {
    /// All who send.
    let senders: [String]
    /// All who receive.
    let receivers: [String]
    /// Writes the routing table and its contracts into a folder.
    let writeTable: (_ folder: String, _ custody: BenchCustody) throws(FileError) -> Void
    /// The message of a number; the same again for the same number.
    var message: (_ number: Int) -> FeedMessage
    /// What the messages are, for the floor.
    var choice = TrafficChoice.plain(size: 1_600)

    /// Messages of `MessageMill`: one kind, one size, one sender, whose lane is interactive. A second sender,
    /// `FeedRoutes.nightSender`, is in the table with a lane of its own, and is not heard of by itself.
    static func mill(size: Int, nightLane: String = "batch") -> MessageFeed {
        let mill = MillBox(size)
        return MessageFeed(
            senders: [BenchSpool.sender, FeedRoutes.nightSender],
            receivers: [BenchSpool.receiver, FeedRoutes.nightReceiver],
            writeTable: { (folder, custody) throws(FileError) in
                try FeedRoutes.write(to: folder, custody: custody, nightLane: nightLane)
            },
            message: { number in
                FeedMessage(sender: BenchSpool.sender, name: "report-\(number).xml", bytes: mill.message(number))
            })
    }

    /// Keeps the mill's memory from message to message.
    private final class MillBox {
        private var mill: MessageMill

        init(_ size: Int) { mill = MessageMill(size: size) }

        func message(_ number: Int) -> ArraySlice<UInt8> { mill.message(number) }
    }

    /// By what a delivered file is known again: the beginning of every message has its own id in it.
    static let keyed = 1_024

    /// The key of a message, from its first `keyed` bytes (FNV-1a).
    static func key(of bytes: ArraySlice<UInt8>) -> UInt64 {
        var key: UInt64 = 0xCBF2_9CE4_8422_2325
        bytes.prefix(keyed).withUnsafeBufferPointer { buffer in
            for byte in buffer { key = (key ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return key
    }
}
