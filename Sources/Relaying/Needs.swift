import Messages
import Routing
import Validation

/// What a message must say of itself, and what it must not carry, to pass: the same for a message and for the
/// answer to one. Pure.
struct Needs {
    private let table: RoutingTable
    /// What it must look like; nil where its type is not known.
    private let contract: Contract?

    /// What is asked of messages of one type.
    init(of type: MessageType?, table: RoutingTable) {
        self.table = table
        contract = type.flatMap { table.contract($0) }
    }

    /// A message that names another sender than the one that it came from.
    func sender(of judgement: Judgement, from sender: Participant) -> Refusal? {
        guard let named = judgement.header.sender, !sender.isCalled(named) else { return nil }
        let text =
            "the message names another sender than the participant whose drop folder it came from; "
            + "correct its sender field, or put it into the right folder"
        let place = contract.flatMap { contract in contract.headerPaths[.sender].map { contract.place(of: $0) } }
        return Refusal(.senderMismatch, [MessageError(.identity, place: place, text)])
    }

    /// A message that is meant for the other environment than its sender's, which is that of its receivers too:
    /// no route joins the two. Nil where its contract does not say where that would stand.
    func environment(of judgement: Judgement, between sender: Participant) -> Refusal? {
        guard let contract, let path = contract.headerPaths[.environment] else { return nil }
        let expected = table.environment(of: sender)
        if let named = judgement.header.environment, named.elementsEqual(expected.rawValue.utf8) { return nil }
        let said = judgement.header.environment.flatMap { named in
            MessageEnvironment.allCases.first { named.elementsEqual($0.rawValue.utf8) }
        }
        let text =
            "the message is for \(said?.rawValue ?? "no environment that is known"), and its sender's is "
            + "\(expected.rawValue); send it where it is meant to go, or correct its environment"
        return Refusal(.wrongEnvironment, [MessageError(.permission, place: contract.place(of: path), text)])
    }

    /// A message without the consent that lets it be sent.
    func consent(to judgement: Judgement) -> Refusal? {
        guard let contract, let path = contract.headerPaths[.consent], judgement.header.consent?.isEmpty ?? true
        else { return nil }
        let text =
            "the message names no consent, without which \(contract.type) may not be sent; ask for it, and name it"
        return Refusal(.noConsent, [MessageError(.permission, place: contract.place(of: path), text)])
    }

    /// A message that carries what its receiver has no need to know.
    func profile(of route: Route, kept judgement: Judgement) -> Refusal? {
        guard let profile = route.profile, !judgement.carried.isEmpty else { return nil }
        let carried = profile.forbids.filter { judgement.carried.contains($0) }
        if carried.isEmpty { return nil }
        let errors = carried.map { path in
            MessageError(
                .permission, place: contract?.place(of: path) ?? path,
                "profile \(profile.identifier) of route \(route.identifier) does not let this pass; leave it out")
        }
        return Refusal(.profile, errors)
    }
}
