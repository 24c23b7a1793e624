public import Files
public import Messages

/// The handler of a participant that finds its messages in its pickup folder. Taking a message is one
/// rename, never replacing what is there.
public struct Inbox: Sendable {
    private let pickup: Directory

    /// Delivers into a pickup folder.
    public init(pickup: Directory) { self.pickup = pickup }

    /// The name of a delivered message: `<message type>.<delivery id>.<xml|json>`.
    public static func name(_ type: MessageType, _ delivery: DeliveryIdentifier, _ syntax: Syntax) -> FileName {
        made("\(type).\(delivery).\(syntax.rawValue)")
    }

    /// The name of a receipt: `<delivery id>.receipt.<xml|json>`.
    public static func receiptName(_ delivery: DeliveryIdentifier, _ syntax: Syntax) -> FileName {
        made("\(delivery).receipt.\(syntax.rawValue)")
    }

    private static func made(_ text: String) -> FileName {
        guard let name = FileName(text) else { preconditionFailure("'\(text)' is no file name") }
        return name
    }

    /// Renames a body into the pickup folder. False when a file of that name is there already: the
    /// name is unique to its delivery, so that it has been delivered before.
    public func take(_ body: FileName, from folder: Directory, as name: FileName) throws(FileError) -> Bool {
        do throws(FileError) {
            try folder.rename(body, to: pickup, name)
            return true
        } catch {
            if error.cause == .fileExists { return false }
            throw error
        }
    }
}
