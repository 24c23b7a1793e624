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
        let (message, drop, name) = try next(number)
        guard let part = FileName("\(message.name).part") else { throw MessageSender.wrong(message) }
        try Failure.orFile { () throws(FileError) in try drop.create(part, mode: 0o644).write(message.bytes) }
        prepared = (drop, part, name, expect(message, number, at: time))
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

    /// Sends the message of a number at once, written under its own name and closed: fewer calls than with a rename.
    func send(_ number: Int) throws(Failure) {
        let (message, drop, name) = try next(number)
        _ = expect(message, number, at: Clock.monotonic())
        try Failure.orFile { () throws(FileError) in try drop.create(name, mode: 0o644).write(message.bytes) }
    }

    private func next(_ number: Int) throws(Failure) -> (FeedMessage, Directory, FileName) {
        let message = feed.message(number)
        guard let drop = drops[message.sender], let name = FileName(message.name) else {
            throw MessageSender.wrong(message)
        }
        return (message, drop, name)
    }

    /// Tells the receivers. What is to be refused does not arrive.
    private func expect(_ message: FeedMessage, _ number: Int, at time: Int64) -> UInt64 {
        let key = MessageFeed.key(of: message.bytes)
        guard !message.isRefused else { return key }
        let digest = number % sampled == 0 ? Digest(of: message.bytes) : nil
        watch.expect(key, LatencyWatch.Sent(intended: time, released: time, digest: digest))
        return key
    }

    private static func wrong(_ message: FeedMessage) -> Failure {
        Failure(.software, "'\(message.name)' of \(message.sender) cannot be sent; this is a bug")
    }
}
