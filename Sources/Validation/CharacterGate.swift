import XML

/// Lets the bytes of a message that flows through to its judge as long as they are text: whole
/// characters of UTF-8, and no NUL, at which libxml2 would take the document to end.
///
/// Belongs to the queue of the worker that judges the message, and lives as long as that takes.
final class CharacterGate {
    /// Why the text ends before the message does.
    enum Cut {
        /// A byte that begins no character.
        case mistake
        /// A NUL.
        case zero
        /// The message ends inside a character.
        case character
    }

    private let next: (inout [UInt8]) -> Int
    private let isXML: Bool
    private var piece: [UInt8]
    /// How much of `piece` has not been looked at yet.
    private var waiting: Int
    /// The beginning of a character whose end has not come yet.
    private var rest: [UInt8] = []
    /// Nil while the text goes on, or ended with the message.
    private(set) var cut: Cut?

    /// A gate.
    ///
    /// - Parameters:
    ///   - beginning: the first bytes of the message, of which `count` count.
    ///   - isXML: whether a NUL ends the text; in JSON it is a mistake like others.
    ///   - next: fills the array from its start and says how many bytes it put there; 0 at the end.
    init(beginning: [UInt8], count: Int, isXML: Bool, next: @escaping (inout [UInt8]) -> Int) {
        self.isXML = isXML
        piece = beginning
        waiting = count
        self.next = next
    }

    /// Appends the next bytes to `text`; false when there are none.
    func append(to text: inout [UInt8]) -> Bool {
        while cut == nil {
            if waiting == 0 { waiting = next(&piece) }
            if waiting == 0 {
                if !rest.isEmpty { cut = .character }
                return false
            }
            let start = text.count
            text.append(contentsOf: rest)
            text.append(contentsOf: piece[..<waiting])
            waiting = 0
            rest = []
            check(&text, from: start)
            if text.count > start { return true }
        }
        return false
    }

    /// Takes back what is no text, or not yet.
    private func check(_ text: inout [UInt8], from start: Int) {
        if let mistake = Encoding.mistake(text.span.extracting(start...)) {
            let end = start + mistake.offset
            if mistake.isAtEnd { rest = Array(text[end...]) } else { cut = .mistake }
            text.removeLast(text.count - end)
        }
        if isXML, let zero = text[start...].firstIndex(of: 0) {
            cut = .zero
            rest = []
            text.removeLast(text.count - zero)
        }
    }
}
