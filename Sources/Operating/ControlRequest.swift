public import Messages

/// What somebody asks of the daemon: one line, `{"do":"hold","ids":["000000000012"],"comment":"asked for"}`; see
/// luova-control(5).
public struct ControlRequest: Sendable, Equatable {
    /// What may be asked. The names are for programs and never change.
    public enum Verb: String, Sendable, CaseIterable {
        case status, queue, list, show, text
        case hold, release, confirm, discard, retry, pause, resume, resend, replay, purge

        /// Whether it changes nothing.
        public var looks: Bool {
            switch self {
            case .status, .queue, .list, .show, .text: true
            case .hold, .release, .confirm, .discard, .retry, .pause, .resume, .resend, .replay, .purge: false
            }
        }

        /// Whether it must be said why.
        public var wantsComment: Bool {
            switch self {
            case .discard, .resend, .replay, .confirm: true
            case .status, .queue, .list, .show, .text, .hold, .release, .retry, .pause, .resume, .purge: false
            }
        }

        /// Whether it is about messages by their ids.
        var takesDeliveries: Bool {
            switch self {
            case .show, .hold, .release, .confirm, .discard, .retry, .resend, .replay: true
            case .status, .queue, .list, .text, .pause, .resume, .purge: false
            }
        }
    }

    /// Why a line is no request.
    public struct Mistake: Error, Equatable {
        /// What is wrong, in one sentence.
        public let text: String
    }

    /// The longest request, in bytes, its line feed included.
    public static let longest = 65_536
    /// So many messages may be named in one.
    public static let mostDeliveries = 256
    /// The longest comment, in bytes.
    public static let longestComment = 500
    /// So many messages are listed unless the request says otherwise, and at most.
    public static let usualLimit = 1_000
    /// So many messages are listed at most.
    public static let largestLimit = 20_000

    /// The name of the text that holds the metrics.
    public static let metrics = "metrics"

    /// What is asked.
    public var verb: Verb
    /// The messages that it is about.
    public var deliveries: [DeliveryIdentifier] = []
    /// About whose messages, or whose taking.
    public var from: ParticipantIdentifier?
    /// About messages for whom, or the handing on to whom.
    public var to: ParticipantIdentifier?
    /// Only messages that stand so.
    public var state: String?
    /// How many are listed at most.
    public var limit = usualLimit
    /// Which text, of those that have a name.
    public var name: String?
    /// Why.
    public var comment: String?
    /// Whether lines for people are wanted, instead of objects for programs.
    public var isForPeople = false

    /// Asks something.
    public init(_ verb: Verb) { self.verb = verb }

    /// Reads a line.
    public init(line: [UInt8]) throws(Mistake) {
        guard let object = FlatObject(line) else {
            throw Mistake(text: "the request is no JSON object of strings, numbers and lists of strings, on one line")
        }
        guard let name = object.text("do"), let verb = Verb(rawValue: name) else {
            throw Mistake(text: "'do' must be one of \(Verb.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.verb = verb
        for member in object.names { try read(member, object) }
        if verb.takesDeliveries, deliveries.isEmpty, verb != .retry || to == nil {
            throw Mistake(text: "\(name) needs 'ids'")
        }
        if verb.wantsComment, comment == nil { throw Mistake(text: "\(name) needs a 'comment': say why") }
        if from != nil, to != nil, verb == .pause || verb == .resume {
            throw Mistake(text: "\(name) is about 'from' or 'to', and not about both")
        }
    }

    private mutating func read(_ member: String, _ object: FlatObject) throws(Mistake) {
        switch (member, object[member]) {
        case ("do", _): break
        case ("ids", .list(let texts)?):
            guard texts.count <= ControlRequest.mostDeliveries else {
                throw Mistake(
                    text: "'ids' names more than \(ControlRequest.mostDeliveries) messages; ask several times")
            }
            for text in texts {
                guard let delivery = DeliveryIdentifier(text) else {
                    throw Mistake(
                        text: "'\(Escaping.visible(String(text.prefix(40))))' is no id; write it with its twelve digits"
                    )
                }
                deliveries.append(delivery)
            }
        case ("from", .text(let text)?): from = try ControlRequest.participant(text)
        case ("to", .text(let text)?): to = try ControlRequest.participant(text)
        case ("state", .text(let text)?): state = text
        case ("name", .text(let text)?): name = text
        case ("limit", .number(let number)?):
            guard (1...Int64(ControlRequest.largestLimit)).contains(number) else {
                throw Mistake(text: "'limit' must be a number from 1 to \(ControlRequest.largestLimit)")
            }
            limit = Int(number)
        case ("people", .truth(let truth)?): isForPeople = truth
        case ("comment", .text(let text)?):
            guard !text.isEmpty, text.utf8.count <= ControlRequest.longestComment, Escaping.visible(text) == text else {
                throw Mistake(
                    text:
                        "a comment is one line of 1 to \(ControlRequest.longestComment) bytes, without control characters"
                )
            }
            comment = text
        default:
            throw Mistake(
                text: "'\(Escaping.visible(String(member.prefix(40))))' is no member of a request, or has another form")
        }
    }

    private static func participant(_ text: String) throws(Mistake) -> ParticipantIdentifier {
        let isName = text.utf8.allSatisfy {
            $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x41 && $0 <= 0x5A || $0 >= 0x61 && $0 <= 0x7A || $0 == 0x2D || $0 == 0x5F
                || $0 == 0x2E
        }
        guard isName, (1...64).contains(text.utf8.count) else {
            throw Mistake(text: "'\(Escaping.visible(String(text.prefix(40))))' is no participant's id")
        }
        return ParticipantIdentifier(text)
    }

    /// The line, with its line feed.
    public var line: [UInt8] {
        var json = JSONText()
        json.openObject()
        json.string("do", verb.rawValue)
        if !deliveries.isEmpty {
            json.openArray("ids")
            for delivery in deliveries { json.string(nil, delivery.description) }
            json.closeArray()
        }
        json.optional("from", from?.text)
        json.optional("to", to?.text)
        json.optional("state", state)
        if limit != ControlRequest.usualLimit { json.number("limit", limit) }
        json.optional("name", name)
        json.optional("comment", comment)
        if isForPeople { json.boolean("people", true) }
        json.closeObject()
        return json.bytes + [0x0A]
    }
}
