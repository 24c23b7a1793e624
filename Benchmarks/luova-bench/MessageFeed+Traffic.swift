import Files

// The traffic of a scenario.
extension MessageFeed {
    /// What a scenario was asked to send; everything is made here, before anything is measured.
    ///
    /// - Parameter messages: how many will be sent.
    static func of(_ choice: TrafficChoice, messages: Int) throws(Failure) -> MessageFeed {
        guard choice.kind == .mixed else { return mill(size: choice.size) }
        Progress.say("making messages")
        let pool = try TrafficPool(choice, messages: messages)
        let partners = choice.partners
        let contracts = try TrafficTable.shippedContracts()
        var feed = MessageFeed(
            senders: partners.senders, receivers: partners.receivers,
            writeTable: { (folder, custody) throws(FileError) in
                try TrafficTable(partners: partners, custody: custody).write(to: folder, contracts: contracts)
            },
            message: { pool.message($0) })
        feed.choice = choice
        return feed
    }

    /// The same, but of a hundred messages so many have a value that their contract does not have.
    func refusing(_ percent: Int) -> MessageFeed {
        var feed = self
        let whole = message
        feed.message = { number in
            var message = whole(number)
            var random = RandomStream(seed: UInt64(number) &+ 0x6D69_7865)
            if random.below(100) < percent {
                message.bytes = MessageFeed.spoilt(message.bytes)
                message.isRefused = true
            }
            return message
        }
        return feed
    }

    /// A message with an environment that there is not.
    private static func spoilt(_ message: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let head = message.prefix(keyed)
        let value = Array("test".utf8)
        let place = head.places(of: value).first { place in
            let before = head[place - 1]
            return before == UInt8(ascii: ">") || before == UInt8(ascii: "\"")
        }
        guard let place else { preconditionFailure("a message names its environment") }
        var bytes = Array(message)
        let start = place - message.startIndex
        bytes.replaceSubrange(start..<start + value.count, with: Array("none".utf8))
        return bytes[...]
    }
}
