// What operators have done. Everything here happens on the control queue, unless a method says otherwise.

import Dispatch
import Files
import Messages
import Recording
import Routing
import Spooling
import Synchronization

extension Relay {
    /// Does what an operator wants, and says what became of each action, in their order, when it is in the ledger and
    /// durable. From any queue; `done` is called on any.
    ///
    /// An action is in the ledger once, or not at all and then nothing was done: where the process ends meanwhile,
    /// `done` is not called, and the ledger tells which of both.
    public func carryOut(
        _ actions: [OperatorAction], by intervention: Intervention,
        done: @escaping @Sendable ([OperatorOutcome]) -> Void
    ) {
        guard !actions.isEmpty else { return done([]) }
        let gathered = Gathered(actions.count, done)
        var ofMessages: [DeliveryIdentifier: Int] = [:]
        for (place, action) in actions.enumerated() {
            let answer: @Sendable (OperatorOutcome) -> Void = { gathered.set($0, at: place) }
            switch action {
            case .hold(let delivery), .release(let delivery), .confirm(let delivery), .discard(let delivery),
                .retry(let delivery):
                if let before = ofMessages.updateValue(place, forKey: delivery) {
                    gathered.set(.refused("it is named twice; the last time counts"), at: before)
                }
            case .retryAll(let receiver): retryAll(receiver, intervention, answer)
            case .pause(let scope): change(scope, isPaused: true, intervention, answer)
            case .resume(let scope): change(scope, isPaused: false, intervention, answer)
            case .resend(let delivery): resend(delivery, intervention, answer)
            case .replay(let number): replay(number, intervention, answer)
            }
        }
        guard !ofMessages.isEmpty else { return }
        let places = ofMessages
        programs?.queue.async {
            let deliveries = places.keys.sorted { ($0.sequence, $0.receiver) < ($1.sequence, $1.receiver) }
            self.programs?.carryOut({ actions[places[$0] ?? 0] }, deliveries, by: intervention) {
                gathered.set($1, at: places[$0] ?? 0)
            }
        }
    }

    func submit(
        _ step: Operation.Step, _ intervention: Intervention, _ answer: @escaping @Sendable (OperatorOutcome) -> Void
    ) {
        commits?.submit([.operation(Operation(step: step, intervention: intervention, done: answer))])
    }

    // MARK: Pauses

    private func change(
        _ scope: PauseScope, isPaused: Bool, _ intervention: Intervention,
        _ answer: @escaping @Sendable (OperatorOutcome) -> Void
    ) {
        control.async {
            if let obstacle = self.obstacle(to: scope, isPaused: isPaused) { return answer(.refused(obstacle)) }
            self.submit(isPaused ? .pause(scope) : .resume(scope), intervention, answer)
        }
    }

    private func obstacle(to scope: PauseScope, isPaused: Bool) -> String? {
        if let pause = pauses[scope] { return isPaused ? "\(pause.words)" : nil }
        if !isPaused { return "\(scope) is not paused" }
        switch scope {
        case .taking: return nil
        case .takingFrom(let sender):
            return table.participants[sender] == nil ? "the table knows no participant '\(sender)'" : nil
        case .handing(let receiver): return obstacle(to: receiver)
        }
    }

    private func obstacle(to receiver: ParticipantIdentifier) -> String? {
        guard let participant = table.participants[receiver] else {
            return "the table knows no participant '\(receiver)'"
        }
        return participant.program == nil
            ? "\(receiver) has no program: what comes for it goes into its pickup folder, at once or when the window of its row opens"
            : nil
    }

    /// What was paused before the start is so still.
    func takeUpPauses() {
        for pause in pauses.values.sorted(by: { $0.words < $1.words }) {
            apply(pause.scope, isPaused: true)
            log(.notice, .operated, pause.words)
        }
        tellPauses()
    }

    private func apply(_ scope: PauseScope, isPaused: Bool) {
        switch scope {
        case .taking: break
        case .takingFrom(let sender): backlog.pause(sender, isPaused)
        case .handing(let receiver): programs?.queue.async { self.programs?.pause(receiver, isPaused) }
        }
    }

    private func tellPauses() {
        let texts = pauses.keys.map(\.description).sorted()
        faults.tell(.paused, texts.isEmpty ? nil : "paused by an operator: \(texts.joined(separator: ", "))")
    }

    // MARK: Messages

    private func retryAll(
        _ receiver: ParticipantIdentifier, _ intervention: Intervention,
        _ answer: @escaping @Sendable (OperatorOutcome) -> Void
    ) {
        control.async {
            if let obstacle = self.obstacle(to: receiver) { return answer(.refused(obstacle)) }
            if let pause = self.pauses[.handing(to: receiver)] { return answer(.refused(pause.words)) }
            self.submit(.retryAll(receiver), intervention, answer)
        }
    }

    /// From any queue: the ledger is read on a queue of its own.
    private func replay(
        _ number: DeliveryIdentifier, _ intervention: Intervention,
        _ answer: @escaping @Sendable (OperatorOutcome) -> Void
    ) {
        desk.async {
            switch RefusedFiles(spool: self.spool).find(number) {
            case .found(let file, let accepted):
                if accepted?.receivers.count ?? 0 > 1 {
                    return answer(
                        .refused(
                            "\(number) had several receivers, and a new message would go to all of them; luova resend hands it on to this one"
                        ))
                }
                self.control.async {
                    // Nobody would judge it.
                    guard self.table.participants[file.sender] != nil else {
                        return answer(.refused("the table knows no participant '\(file.sender)'"))
                    }
                    self.submit(.replay(file), intervention, answer)
                }
            case .missing(let text): answer(.refused(text))
            }
        }
    }

    private func resend(
        _ delivery: DeliveryIdentifier, _ intervention: Intervention,
        _ answer: @escaping @Sendable (OperatorOutcome) -> Void
    ) {
        desk.async {
            let files = RefusedFiles(spool: self.spool)
            switch files.find(delivery) {
            case .found(let file, let accepted):
                guard let accepted, let of = file.record.delivery,
                    var message = WaitingMessage(accepted, receiver: of.receiver)
                else {
                    return answer(
                        .refused("\(delivery) was refused, and never a delivery; luova replay has it judged anew"))
                }
                guard files.isUnchanged(file, accepted) else {
                    return answer(
                        .refused(
                            "what lies in refused/ is not what was accepted as \(of); luova replay has it judged anew"))
                }
                message.tries = file.record.attempt ?? 0
                message.dueSince = Timestamp(nanoseconds: Clock.realtime())
                self.control.async { [message] in
                    var message = message
                    message.keepsOrder = self.table.orderedRoutes.contains(message.route)
                    if let obstacle = self.obstacle(to: message.receiver) { return answer(.refused(obstacle)) }
                    self.submit(.resend(file, message), intervention, answer)
                }
            case .missing(let text): answer(.refused(text))
            }
        }
    }

    // MARK: What was committed

    /// What an operator wanted is in the ledger, or could not be done.
    func operated(_ end: Operation.End) {
        let operation = end.operation
        switch operation.step {
        case .pause(let scope):
            pauses[scope] = end.record.flatMap { Pause($0) }
            apply(scope, isPaused: true)
            tellPauses()
        case .resume(let scope):
            pauses[scope] = nil
            resumed[scope] = end.record?.time
            apply(scope, isPaused: false)
            tellPauses()
        case .retry(let message): programs?.queue.async { self.programs?.hasten(message) }
        case .retryAll(let receiver): programs?.queue.async { self.programs?.hastenAll(receiver) }
        case .resend, .replay, .purge, .purgeDelivered, .purgeReceipt, .shorten: break
        }
        if let record = end.record {
            // Operators name neither but when these are removed.
            let told = (record.receipt ?? record.feedback).map { "file \($0)" }
            let subject = told ?? record.delivery.map { "delivery \($0)" } ?? record.againOf.map { "file \($0)" }
            let what = [
                record.event.rawValue, subject, record.sender.map { "from \($0)" },
                record.receivers.first.map { "to \($0)" },
            ]
            log(
                .notice, .operated, operation.intervention.words(what.compactMap { $0 }.joined(separator: " ")),
                participant: record.receivers.first ?? record.sender, route: record.route)
        }
        guard case .pause(.handing) = operation.step, let programs else { return operation.done(end.outcome) }
        // Whoever is told so relies on it that nothing more is handed on.
        programs.queue.async { operation.done(end.outcome) }
    }
}

extension Move.Step {
    /// What is paused once it is carried out.
    func note(in pauses: inout [PauseScope: Pause]) {
        switch self {
        case .pause(let pause, _): pauses[pause.scope] = pause
        case .resume(let scope, _): pauses[scope] = nil
        default: break
        }
    }
}

/// Outcomes that come one by one, in any order.
final class Gathered: Sendable {
    private let state: Mutex<(outcomes: [OperatorOutcome?], left: Int)>
    private let done: @Sendable ([OperatorOutcome]) -> Void

    init(_ count: Int, _ done: @escaping @Sendable ([OperatorOutcome]) -> Void) {
        state = Mutex((Array(repeating: nil, count: count), count))
        self.done = done
    }

    func set(_ outcome: OperatorOutcome, at place: Int) {
        let all = state.withLock { state -> [OperatorOutcome]? in
            guard state.outcomes[place] == nil else { return nil }
            state.outcomes[place] = outcome
            state.left -= 1
            return state.left == 0 ? state.outcomes.compactMap { $0 } : nil
        }
        if let all { done(all) }
    }
}
