import Messages
import XML

// The rows that say how long something is kept, and what must be kept for now.
extension TableReader {
    func retention(_ element: Element) -> Retention {
        Retention(
            identifier: element.attributes["id"] ?? "",
            keeps: element.attributes["keeps"].flatMap(Retention.Kept.init) ?? .refused,
            from: element.attributes["from"], to: element.attributes["to"],
            message: element.attributes["message"].map { MessageType($0) },
            length: element.attributes["for"].flatMap(Units.duration) ?? .max, basis: element.attributes["basis"] ?? "")
    }

    func hold(_ element: Element) -> LegalHold {
        LegalHold(
            participant: element.attributes["participant"],
            message: element.attributes["message"].flatMap { DeliveryIdentifier($0) },
            reason: element.attributes["reason"] ?? "")
    }
}
