import Files
import Messages
import Recording

/// One who asks: first the request comes in, then the answer goes out.
final class ControlConnection {
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
    let who: Operator
    /// Whether its account may act.
    let acts: Bool
    /// On the monotonic clock.
    var until: Int64
    /// Whether its request has come.
    var isAsked = false
    private(set) var isSending = false
    private var request: [UInt8] = []
    private var answer: [UInt8] = []
    private var sent = 0

    init(_ descriptor: consuming Descriptor, serial: UInt64, who: Operator, acts: Bool, until: Int64) {
        self.descriptor = descriptor
        self.serial = serial
        self.who = who
        self.acts = acts
        self.until = until
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

    func begin(_ answer: [UInt8]) {
        isSending = true
        request = []
        self.answer = answer
    }

    /// Sends what the other end takes now, a megabyte at most; true when that was the rest.
    func sendSome() throws(FileError) -> Bool {
        let end = min(answer.count, sent + 1_048_576)
        while sent < end {
            guard let count = try descriptor.sendAvailable(answer[sent..<end]) else { return false }
            sent += count
        }
        return sent == answer.count
    }
}
