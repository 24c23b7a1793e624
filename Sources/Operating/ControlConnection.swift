import Files
import Messages
import Recording

/// One who asks: first it is found out who that is, then the request comes in, then the answer goes out.
final class ControlConnection {
    /// How far it is.
    enum Stage {
        /// It is not known yet who asks.
        case unknown
        /// Its request comes in.
        case reading
        /// Its answer, or the next piece of it, is being made.
        case asked
        /// Its answer goes out.
        case sending
    }

    /// What bytes made of a request.
    enum Progress: Equatable {
        /// It is not whole yet.
        case more
        /// The other end has gone before that.
        case gone
        case request([UInt8])
        case tooLong
    }

    let descriptor: Descriptor
    /// Tells it from others that have had the same descriptor.
    let serial: UInt64
    /// Who it is for the kernel.
    let peer: Peer
    /// Who it is for people; by its number alone as long as nobody has said more.
    private(set) var who: Operator
    /// Whether its account may act.
    private(set) var acts = false
    /// On the monotonic clock.
    var until: Int64
    private(set) var stage = Stage.unknown
    /// How many pieces of its answer have been asked for.
    private(set) var turn = 0
    private var request: [UInt8] = []
    private var answer: [UInt8] = []
    private var sent = 0
    private var next: ControlAnswer.Next?

    init(_ descriptor: consuming Descriptor, serial: UInt64, peer: Peer, until: Int64) {
        self.descriptor = descriptor
        self.serial = serial
        self.peer = peer
        self.until = until
        who = Operator(user: peer.user, name: "\(peer.user)")
    }

    /// It is known who asks, and that it may.
    func know(_ who: Operator, acts: Bool) {
        self.who = who
        self.acts = acts
        stage = .reading
    }

    /// Takes bytes of the request; none at its end. What stands behind the first line is not looked at.
    func take(_ bytes: ArraySlice<UInt8>) -> Progress {
        if bytes.isEmpty { return .gone }
        let searched = request.count
        request += bytes
        let feed = request[searched...].firstIndex(of: 0x0A)
        guard feed ?? request.count < ControlRequest.longest else { return .tooLong }
        return feed.map { .request(Array(request[..<$0])) } ?? .more
    }

    /// Its answer is being made, or the next piece of it.
    func wait() {
        stage = .asked
        turn += 1
        request = []
    }

    /// An answer is there, or a piece of one.
    func begin(_ answer: ControlAnswer) {
        stage = .sending
        self.answer = answer.whole
        sent = 0
        next = answer.next
    }

    /// What makes the next piece, once; nil when there is none.
    func takeNext() -> ControlAnswer.Next? {
        defer { next = nil }
        return next
    }

    /// Sends what the other end takes now, a megabyte at most; true when that was the rest.
    func sendSome() throws(FileError) -> Bool {
        let end = min(answer.count, sent + 1_048_576)
        while sent < end {
            guard let count = try descriptor.sendAvailable(answer[sent..<end]) else { return false }
            sent += count
        }
        guard sent == answer.count else { return false }
        answer = []
        sent = 0
        return true
    }
}
