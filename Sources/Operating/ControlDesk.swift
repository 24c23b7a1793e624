import Files
import Messages
public import Recording
public import Relaying

/// Answers what operators ask: looks at the daemon, or has it act.
public struct ControlDesk: Sendable {
    /// A text that can be asked for by its name; nil when the service does not say it now. `done` may be called from any
    /// queue, once.
    public typealias Text = @Sendable (_ done: @escaping @Sendable (String?) -> Void) -> Void

    private let relay: Relay
    private let texts: [String: Text]

    /// Answers for a daemon.
    ///
    /// - Parameter texts: what is given out by name, as it is.
    public init(_ relay: Relay, texts: [String: Text] = [:]) {
        self.relay = relay
        self.texts = texts
    }

    /// Answers a request of somebody who may ask it.
    public func answer(
        _ request: ControlRequest, _ who: Operator, _ answer: @escaping @Sendable (ControlAnswer) -> Void
    ) {
        if relay.isStarting, !request.verb.isAnsweredAtAStart {
            return answer(
                ControlAnswer(
                    .tryLater,
                    "the service is starting, and waits for the system to say which accounts its table names; luova status says more"
                ))
        }
        switch request.verb {
        case .status: relay.status { answer(StatusReport($0).answer(forPeople: request.isForPeople)) }
        case .queue:
            relay.waiting { entries in
                let chosen = entries.filter { request.selects($0) }
                answer(
                    QueueShape(chosen, now: Timestamp(nanoseconds: Clock.realtime()))
                        .answer(forPeople: request.isForPeople))
            }
        case .list:
            if let state = request.state, WaitingEntry.State(rawValue: state) == nil {
                let states = WaitingEntry.State.allCases.map(\.rawValue).joined(separator: ", ")
                return answer(ControlAnswer(.usage, "a state is one of \(states)"))
            }
            list(request, from: WaitingReport.Place(), answer)
        case .show: show(request, answer)
        case .text:
            guard let name = request.name, let text = texts[name] else {
                return answer(ControlAnswer(.unavailable, "this service has no text of that name"))
            }
            text { text in
                guard let text else {
                    return answer(
                        ControlAnswer(
                            .tryLater, "the service does not answer: something in it hangs; its log may say what"))
                }
                var whole = ControlAnswer()
                whole.say(text)
                answer(whole)
            }
        case .hold, .release, .confirm, .discard, .retry, .resend, .replay, .pause, .resume:
            act(request, who, answer)
        case .purge:
            relay.purge(by: Intervention(by: who, comment: request.comment)) {
                answer(PurgeReport.answer($0, forPeople: request.isForPeople))
            }
        }
    }

    private func list(
        _ request: ControlRequest, from place: WaitingReport.Place,
        _ answer: @escaping @Sendable (ControlAnswer) -> Void
    ) {
        relay.waiting { entries in
            let (piece, next) = WaitingReport(entries.filter { request.selects($0) }).piece(request, from: place)
            guard let next else { return answer(piece) }
            answer(piece.followed { self.list(request, from: next, $0) })
        }
    }

    private func show(_ request: ControlRequest, _ answer: @escaping @Sendable (ControlAnswer) -> Void) {
        // One after the other: each reads a little of the ledger.
        let relay = relay
        relay.waiting { entries in
            let wanted = Set(request.deliveries)
            let waiting = Dictionary(
                entries.filter { wanted.contains($0.delivery) }.map { ($0.delivery, $0) }, uniquingKeysWith: { $1 })
            ControlDesk.show(request.deliveries[...], waiting, relay, request, ControlAnswer(), answer)
        }
    }

    private static func show(
        _ rest: ArraySlice<DeliveryIdentifier>, _ waiting: [DeliveryIdentifier: WaitingEntry], _ relay: Relay,
        _ request: ControlRequest, _ said: ControlAnswer, _ answer: @escaping @Sendable (ControlAnswer) -> Void
    ) {
        guard let delivery = rest.first else { return answer(said) }
        if said.isFull {
            let empty = ControlAnswer(said.code, said.text)
            return answer(said.followed { show(rest, waiting, relay, request, empty, $0) })
        }
        relay.find(delivery) { record, refused in
            var said = said
            let message = ShownMessage(
                delivery: delivery, entry: waiting[delivery], record: record, refused: refused)
            message.tell(&said, forPeople: request.isForPeople)
            show(rest.dropFirst(), waiting, relay, request, said, answer)
        }
    }

    private func act(
        _ request: ControlRequest, _ who: Operator, _ answer: @escaping @Sendable (ControlAnswer) -> Void
    ) {
        let actions = request.actions
        guard !actions.isEmpty else { return answer(ControlAnswer(.usage, "\(request.verb.rawValue) about what?")) }
        relay.carryOut(actions, by: Intervention(by: who, comment: request.comment)) { outcomes in
            var said = ControlAnswer()
            for (action, outcome) in zip(actions, outcomes) {
                ControlDesk.tell(action.subject, outcome, request.isForPeople, &said)
            }
            answer(said)
        }
    }

    private static func tell(
        _ subject: String, _ outcome: OperatorOutcome, _ isForPeople: Bool, _ said: inout ControlAnswer
    ) {
        let (isDone, text) =
            switch outcome {
            case .done(let text): (true, text)
            case .refused(let text): (false, text)
            }
        if !isDone {
            said.code = .data
            said.text = "not everything was done; nothing is changed where it says why not"
        }
        if isForPeople {
            said.say("\(subject): \(isDone ? text : "not done: \(text)")")
        } else {
            var json = JSONText()
            json.openObject()
            json.string("subject", subject)
            json.boolean("done", isDone)
            json.string("text", text)
            json.closeObject()
            said.add(json)
        }
    }
}

extension ControlRequest.Verb {
    /// Whether it needs nothing of what the process before left.
    fileprivate var isAnsweredAtAStart: Bool { self == .status || self == .text }
}

extension ControlRequest {
    /// What is to be done, in the order in which it was asked for.
    var actions: [OperatorAction] {
        switch verb {
        case .hold: deliveries.map { .hold($0) }
        case .release: deliveries.map { .release($0) }
        case .confirm: deliveries.map { .confirm($0) }
        case .discard: deliveries.map { .discard($0) }
        case .retry: to.map { [.retryAll($0)] } ?? deliveries.map { .retry($0) }
        case .resend: deliveries.map { .resend($0) }
        case .replay: deliveries.map { .replay($0) }
        case .pause: [.pause(scope)]
        case .resume: [.resume(scope)]
        case .status, .queue, .list, .show, .text, .purge: []
        }
    }

    private var scope: PauseScope {
        if let to { return .handing(to: to) }
        return from.map { .takingFrom($0) } ?? .taking
    }

    /// Whether a message is one of those that are asked for.
    func selects(_ entry: WaitingEntry) -> Bool {
        (from.map { $0 == entry.sender } ?? true) && (to.map { $0 == entry.receiver } ?? true)
            && (state.map { $0 == entry.state.rawValue } ?? true)
    }
}
