/// A message that the daemon hands to this program: on standard input, with what else is known of it in the environment.
struct Request {
    let type: String
    let message: Element
    private let isJSON: Bool
    private let sender: String
    private let messageID: String
    private let delivery: String
    private let digest: String

    /// Reads it.
    init() {
        func variable(_ name: String) -> String {
            guard let value = System.environment(name), !value.isEmpty else {
                System.end(64, "the environment has no \(name); let the daemon start this program")
            }
            return value
        }
        type = variable("LUOVA_MESSAGE_TYPE")
        isJSON = variable("LUOVA_SYNTAX") == "json"
        sender = variable("LUOVA_SENDER")
        messageID = variable("LUOVA_MESSAGE_ID")
        delivery = variable("LUOVA_DELIVERY_ID")
        digest = variable("LUOVA_SHA256")
        guard let bytes = System.contents(of: "/dev/stdin") else { System.end(74, "the message cannot be read") }
        guard let message = isJSON ? Element(json: bytes) : Element(xml: bytes) else {
            System.end(65, "the message is written in a way that this program does not read")
        }
        self.message = message
    }

    /// The text of an element that the contract demands.
    func text(_ name: String) -> String {
        guard let text = message.text(name) else { System.end(65, "the message has no \(name)") }
        return text
    }

    /// Writes the answer, in the syntax of the request.
    ///
    /// - Parameters:
    ///   - system: who answers, as the routing table calls it.
    ///   - body: what follows the header.
    func answer(_ root: String, namespace: String, from system: String, _ body: [Element]) {
        let header = Element(
            "Header",
            [
                Element("MessageId", answerID), Element("CreatedAt", System.time), Element("Sender", system),
                Element("Receiver", sender), Element("DeliveryId", delivery), Element("InReplyTo", messageID),
                Element("Environment", message.text("Header", "Environment") ?? ""),
            ])
        var answer = Element(root, [header] + body)
        answer.attributes = [("xmlns", namespace)]
        guard System.write(isJSON ? answer.json : answer.xml) else { System.end(74, "the answer cannot be written") }
    }

    /// The id of the answer: the same whenever this delivery is answered, and that of no other one. A delivery id is
    /// unique in one spool; the content's hash tells spools apart.
    private var answerID: String {
        let hash = Array(digest)
        let number = String(repeating: "0", count: 12) + delivery.filter(\.isNumber)
        return
            "\(String(hash[0..<8]))-\(String(hash[8..<12]))-8\(String(hash[12..<15]))-8\(String(hash[15..<18]))-\(number.suffix(12))"
    }
}
