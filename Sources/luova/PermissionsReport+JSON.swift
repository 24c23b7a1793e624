import Messages
import Routing

extension PermissionsReport {
    /// One object a line, for each sender of each row.
    func writeJSON(_ write: ([UInt8]) -> Void) {
        for grant in grants {
            let route = grant.route
            var json = JSONText()
            json.openObject()
            json.string("route", route.identifier.text)
            json.string("from", grant.sender.text)
            if route.from.isGroup { json.string("group", "\(route.from)") }
            json.string("message", route.message.text)
            json.openArray("syntax")
            for syntax in route.syntaxes.map(\.rawValue).sorted() { json.string(nil, syntax) }
            json.closeArray()
            json.openArray("to")
            for receiver in route.to { json.string(nil, receiver.text) }
            json.closeArray()
            json.optional("reply", route.reply?.text)
            json.optional("agreement", route.agreement?.identifier)
            json.optional("basis", route.basis)
            json.optional("profile", route.profile?.identifier)
            json.optional("first", route.firstDay?.description)
            json.optional("last", route.lastDay?.description)
            json.optional("review", route.agreement?.review?.description)
            json.boolean("in_force", isInForce(route))
            json.boolean("soon", isSoon(route))
            json.closeObject()
            write(json.bytes + [0x0A])
        }
    }
}
