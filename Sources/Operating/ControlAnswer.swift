public import Messages

/// What the daemon says to a request: any number of lines, and one that ends it, `{"end":0}`, with an exit code of
/// sysexits.h and, where that is not 0, a sentence.
///
/// What may be long comes in pieces: each says how the next one is made, which happens when it has been fetched, so that
/// nobody has more of it in memory than one piece.
public struct ControlAnswer: Sendable {
    /// Makes the next piece; `done` may be called from any queue, once.
    public typealias Next = @Sendable (_ done: @escaping @Sendable (ControlAnswer) -> Void) -> Void

    /// A piece has so many bytes, and one more line, at most.
    static let piece = 1_048_576

    /// The exit codes that an answer ends with.
    public enum Code: Int64, Sendable {
        case success = 0
        /// The request is none.
        case usage = 64
        /// Something of what was asked could not be done; the lines say what.
        case data = 65
        /// There is nothing of that name.
        case unavailable = 69
        /// Not now.
        case tryLater = 75
        /// The asker may not.
        case noPermission = 77
    }

    /// How it ends.
    public var code: Code
    /// Why, where it ends otherwise than well.
    public var text: String?
    /// Makes what follows; nil when this is all, or the last piece.
    private(set) var next: Next?
    private var bytes: [UInt8] = []

    /// Says nothing yet, but how it ends.
    public init(_ code: Code = .success, _ text: String? = nil) {
        self.code = code
        self.text = text
    }

    /// Adds a line for a person.
    public mutating func say(_ text: String) {
        var json = JSONText()
        json.openObject()
        json.string("line", text)
        json.closeObject()
        add(json)
    }

    /// Adds an object for a program.
    public mutating func add(_ json: JSONText) {
        bytes += json.bytes
        bytes.append(0x0A)
    }

    /// This as a piece, and what makes the one behind it.
    func followed(by next: @escaping Next) -> ControlAnswer {
        var piece = self
        piece.next = next
        return piece
    }

    /// Whether it has so many bytes that the rest should follow as a piece of its own.
    var isFull: Bool { bytes.count >= ControlAnswer.piece }

    /// All of it, as it is sent; of a piece that is not the last one, without an end.
    public var whole: [UInt8] {
        if next != nil { return bytes }
        var json = JSONText()
        json.openObject()
        json.number("end", code.rawValue)
        json.optional("text", text)
        json.closeObject()
        return bytes + json.bytes + [0x0A]
    }
}
