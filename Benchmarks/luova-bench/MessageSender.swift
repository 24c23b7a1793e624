import Files
import Messages

/// The senders: put messages into drop folders as programs do it, written under a temporary name and renamed.
struct MessageSender {
    private let feed: MessageFeed
    private let watch: LatencyWatch
    private var drops: [String: Directory] = [:]
    private var prepared: (drop: Directory, part: FileName, name: FileName, key: UInt64)?
    /// Of so many messages, the bytes of one are compared when it arrives.
    private let sampled = 64

    /// Senders who tell a watch what they send.
    init(_ feed: MessageFeed, _ spool: BenchSpool, _ watch: LatencyWatch) throws(Failure) {
        self.feed = feed
        self.watch = watch
        for sender in feed.senders {
            drops[sender] = try Failure.orFile { () throws(FileError) in try Directory(path: spool.drop(of: sender)) }
        }
    }

    /// Writes the message of a number under a temporary name, to be sent at a time.
    mutating func prepare(_ number: Int, for time: Int64) throws(Failure) {
        let message = feed.message(number)
        guard let drop = drops[message.sender], let name = FileName(message.name),
            let part = FileName("\(message.name).part")
        else { throw Failure(.software, "'\(message.name)' of \(message.sender) cannot be sent; this is a bug") }
        try Failure.orFile { () throws(FileError) in try drop.create(part, mode: 0o644).write(message.bytes) }
        let key = MessageFeed.key(of: message.bytes)
        let digest = number % sampled == 0 ? Digest(of: message.bytes) : nil
        watch.expect(key, LatencyWatch.Sent(intended: time, released: time, digest: digest))
        prepared = (drop, part, name, key)
    }

    /// Gives the prepared message its name: from here on it may be taken. Says when that was.
    @discardableResult
    mutating func release() throws(Failure) -> Int64 {
        guard let (drop, part, name, key) = prepared else { preconditionFailure("nothing was prepared") }
        prepared = nil
        let now = Clock.monotonic()
        watch.released(key, at: now)
        try Failure.orFile { () throws(FileError) in try drop.rename(part, to: drop, name) }
        return now
    }
}
