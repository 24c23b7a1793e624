import Files
import Messages

// What operators do with messages that wait. Everything here happens on the programs queue.
extension Programs {
    /// Where a message stands that waits or is held.
    private enum Standing {
        case due
        /// Behind another one of its sender.
        case behind(DeliveryIdentifier)
        /// The window of its row is closed, or its program was taken out of the table.
        case shut
        case held
    }

    /// Does the same with messages of any receivers. O(waiting + deliveries).
    ///
    /// - Parameters:
    ///   - action: of which action the deliveries are the subjects.
    ///   - answer: called with what became of each, when that is in the ledger.
    func carryOut(
        _ action: (DeliveryIdentifier) -> OperatorAction, _ deliveries: [DeliveryIdentifier],
        by intervention: Intervention,
        answer: @escaping @Sendable (DeliveryIdentifier, OperatorOutcome) -> Void
    ) {
        let standing = find(Set(deliveries.filter { !awaited.givenUp.contains($0) }))
        for delivery in deliveries {
            if answers[delivery] != nil || active[delivery] != nil {
                answer(
                    delivery, .refused("its program has it at hand, or something is being recorded of it; try again"))
            } else if let (message, place) = standing[delivery] {
                let refusal = carryOut(action(delivery), message, place, by: intervention) { answer(delivery, $0) }
                if let refusal { answer(delivery, .refused(refusal)) }
            } else {
                answer(delivery, .refused("no such message waits; luova trace \(delivery) tells what became of it"))
            }
        }
    }

    private func find(_ wanted: Set<DeliveryIdentifier>) -> [DeliveryIdentifier: (WaitingMessage, Standing)] {
        var found: [DeliveryIdentifier: (WaitingMessage, Standing)] = [:]
        for line in lines.values {
            for (_, message) in line.due.all where wanted.contains(message.delivery) {
                found[message.delivery] = (message, .due)
            }
            for (front, message) in line.order.all where wanted.contains(message.delivery) {
                found[message.delivery] = (message, .behind(front))
            }
        }
        for message in allShut where wanted.contains(message.delivery) { found[message.delivery] = (message, .shut) }
        for (delivery, message) in held where wanted.contains(delivery) { found[delivery] = (message, .held) }
        return found
    }

    /// Nil when it is being recorded, and `done` will hear; else why not.
    private func carryOut(
        _ action: OperatorAction, _ message: WaitingMessage, _ place: Standing, by intervention: Intervention,
        done: @escaping @Sendable (OperatorOutcome) -> Void
    ) -> String? {
        let delivery = message.delivery
        switch (action, place) {
        case (.hold, .held): return "it is held already"
        case (.hold, .due):
            _ = lines[message.receiver]?.due.remove([delivery])
            active[delivery] = message
            record(.held(""), of: message, by: intervention)
        case (.hold, .shut):
            takeShut(message)
            active[delivery] = message
            record(.held(""), of: message, by: intervention)
        case (.hold, .behind):
            if message.mark == .stopped { return "it is held already" }
            // It keeps its place, so that nothing of its sender passes it.
            _ = lines[message.receiver]?.order.mark(message, as: .stopped)
            record(.held(""), of: message, by: intervention)
        case (.release, .held): _ = decide(.again, about: delivery, by: intervention)
        case (.release, .behind) where message.mark == .stopped: record(.released, of: message, by: intervention)
        case (.release, _): return "it is not held"
        case (.confirm, .held): _ = decide(.taken, about: delivery, by: intervention)
        case (.confirm, .behind(let front)): return "it stands behind \(front), and its program has not had it"
        case (.confirm, _): return "it is not held; hold it first, so that it is not handed on meanwhile"
        case (.discard, .held): _ = decide(.discard, about: delivery, by: intervention)
        case (.discard, .due):
            _ = lines[message.receiver]?.due.remove([delivery])
            active[delivery] = message
            record(Programs.discarded(by: intervention), of: message, by: intervention)
        case (.discard, .behind):
            lines[message.receiver]?.order.remove(message)
            active[delivery] = message
            record(Programs.discarded(by: intervention), of: message, by: intervention)
        case (.discard, .shut):
            takeShut(message)
            active[delivery] = message
            record(Programs.discarded(by: intervention), of: message, by: intervention)
        case (.retry, .shut): return "it waits for the window of route \(message.route), or has no program to go to"
        case (.retry, .due): return retry(message, by: intervention, done: done)
        case (.retry, .behind(let front)): return "it keeps its sender's order, and stands behind \(front)"
        case (.retry, .held): return "it is held; luova release \(delivery) lets it go on"
        case (.resend, _), (.replay, _): return "it waits; luova retry \(delivery) hands it on now"
        case (.pause, _), (.resume, _), (.retryAll, _): preconditionFailure("not about one message")
        }
        answers[delivery] = done
        return nil
    }

    private func retry(
        _ message: WaitingMessage, by intervention: Intervention, done: @escaping @Sendable (OperatorOutcome) -> Void
    ) -> String? {
        if paused.contains(message.receiver) {
            return "handing on to \(message.receiver) is paused; luova resume --to \(message.receiver) lets it go on"
        }
        operate(Operation(step: .retry(message), intervention: intervention, done: done))
        return nil
    }

    /// A retry is recorded.
    func hasten(_ message: WaitingMessage) {
        guard lines[message.receiver]?.due.remove([message.delivery]).isEmpty == false else { return }
        lines[message.receiver]?.due.add(message, at: Clock.monotonic())
        start()
    }

    /// The same for all that wait for a receiver.
    func hastenAll(_ receiver: ParticipantIdentifier) {
        lines[receiver]?.due.hasten(to: Clock.monotonic())
        start()
    }

    /// An operator's hold is recorded, or the service's own.
    func settledHeld(_ settlement: Settlement) {
        let message = settlement.message
        guard settlement.intervention != nil else { return hold(message.marked(.held)) }
        let isBehind = lines[message.receiver]?.order.all.contains { $0.message.delivery == message.delivery } ?? false
        if !isBehind, held[message.delivery] == nil { hold(message.marked(.stopped)) }
    }

    /// A release is recorded.
    func released(_ message: WaitingMessage, _ now: Int64) {
        awaitAnswer(to: message.marked(nil), now)
        // What stands behind another one still does.
        if lines[message.receiver]?.order.mark(message, as: nil) ?? false { return }
        held[message.delivery] = nil
        var message = message.marked(nil)
        message.dueSince = Timestamp(nanoseconds: Clock.realtime())
        wait(message, until: now)
    }

    /// Tells an operator what is in the ledger now.
    func answer(_ settlement: Settlement) {
        let words: String
        switch settlement.result {
        case .held: words = "held"
        case .opened: words = "on its way"
        case .released: words = "released"
        case .delivered: words = "counts as delivered"
        case .undelivered: words = "discarded; its sender is told, if it wants to be"
        case .started, .deferred: words = "recorded"
        }
        let message = settlement.message
        if let intervention = settlement.intervention {
            log(
                .notice, .operated, intervention.words("delivery \(message.delivery) to \(message.receiver): \(words)"),
                participant: message.receiver, route: message.route)
        }
        answers.removeValue(forKey: message.delivery)?(.done(words))
    }
}
