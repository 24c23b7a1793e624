// A mixture for long runs: as many small ones and as few large ones as a day has, up to 300 kB.
extension MessageFeed {
    /// Messages of several sizes, three quarters in XML and one in JSON, of which so many of a hundred are not valid.
    static func mixed(refused percent: Int) -> MessageFeed {
        let plain = mill(size: 1_600)
        // Of a thousand messages: 560 up to 2 kB, 425 up to 8 kB, 13 up to 64 kB, 2 above.
        let sizes =
            [(below: 560, feed: plain)]
            + [(985, 4_000), (998, 32_000), (1_000, 300_000)].map { (below: $0.0, feed: mill(size: $0.1)) }
        return MessageFeed(senders: plain.senders, receivers: plain.receivers, writeTable: plain.writeTable) { number in
            var random = RandomStream(seed: UInt64(number) &+ 0x6D69_7865)
            let draw = random.below(1_000)
            let feed = sizes.first { draw < $0.below }?.feed ?? plain
            var message = feed.message(number)
            if random.below(100) < percent {
                message.bytes = spoilt(message.bytes)
                message.isRefused = true
            }
            if random.below(4) == 0 {
                message.bytes = JSONTwin.of(message.bytes)[...]
                message.name = "report-\(number).json"
            }
            return message
        }
    }

    /// A message with a value that its contract does not have.
    private static func spoilt(_ message: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let place = message.firstRange(of: Array(">test<".utf8)) else {
            preconditionFailure("a message of the mill names its environment")
        }
        var bytes = Array(message)
        bytes.replaceSubrange(
            place.lowerBound - message.startIndex + 1..<place.upperBound - message.startIndex - 1,
            with: Array("none".utf8))
        return bytes[...]
    }
}
