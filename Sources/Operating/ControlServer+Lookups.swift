import Dispatch
import Files
import Recording

// Who it is that asks: the names of accounts and groups are looked up on a queue of their own. Everything here happens on
// the server's queue.
extension ControlServer {
    /// Asks the system about the one that has waited longest for that, unless it is being asked already.
    func lookUp() {
        guard !isLooking,
            let first = connections.values.filter({ $0.stage == .unknown }).min(by: { $0.serial < $1.serial })
        else { return }
        isLooking = true
        let question = access.question(about: first.peer.user, now: Clock.monotonic())
        let (queue, system) = (queue, system)
        lookups.async { [weak self] in
            let answer = system(question)
            queue.async { [weak self] in self?.found(answer, question.user) }
        }
    }

    /// The system has said who an account is.
    private func found(_ answer: AccountQuestion.Answer, _ user: UInt32) {
        isLooking = false
        access.learn(answer, now: Clock.monotonic())
        let who = Operator(user: user, name: answer.name ?? "\(user)")
        for connection in connections.values where connection.stage == .unknown && connection.peer.user == user {
            if let right = access.right(of: connection.peer) {
                admit(connection, who, acts: right == .acts)
            } else if let failure = answer.failure {
                refuse(connection, ControlAnswer(.tryLater, access.refusal(because: failure)))
            } else {
                refuse(connection, ControlAnswer(.noPermission, access.refusal(of: who)))
            }
        }
        lookUp()
    }

    /// The system has not said it in time.
    func giveUpLookup(_ connection: ControlConnection) {
        guard access.mayAll(connection.peer.user) else {
            return refuse(connection, ControlAnswer(.tryLater, access.refusalOfUnknown(connection.peer.user)))
        }
        admit(connection, connection.who, acts: true)
    }

    private func admit(_ connection: ControlConnection, _ who: Operator, acts: Bool) {
        connection.know(who, acts: acts)
        connection.until = Clock.monotonic() + bounds.request
        if (try? set.add(connection.descriptor.waitable)) == nil { end(connection) }
    }

    private func refuse(_ connection: ControlConnection, _ answer: ControlAnswer) {
        ControlServer.refuse(connection.descriptor, answer)
        end(connection)
    }
}
