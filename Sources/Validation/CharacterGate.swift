import Messages
import XML

/// Lets the bytes of a message that flows through to its judge as long as they are text: whole
/// characters, in UTF-8 whatever they came in, and no NUL, at which libxml2 would take the document to end.
///
/// Belongs to the queue of the worker that judges the message, and lives as long as that takes.
final class CharacterGate {
    /// Why the text ends before the message does.
    enum Cut {
        /// Bytes that are no character.
        case mistake
        /// A NUL.
        case zero
        /// The message ends inside a character.
        case character
    }

    private let next: (inout [UInt8]) -> Int
    let isXML: Bool
    private let encoding: TextEncoding
    private var transcoder: Transcoder
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
    ///   - beginning: the first bytes of the message.
    ///   - encoding: how the message is written.
    ///   - isXML: whether a NUL ends the text; in JSON it is a mistake like others.
    ///   - next: fills the array from its start and says how many bytes it put there; 0 at the end.
    init(beginning: [UInt8], encoding: TextEncoding, isXML: Bool, next: @escaping (inout [UInt8]) -> Int) {
        self.encoding = encoding
        self.isXML = isXML
        transcoder = Transcoder(encoding)
        piece = beginning
        waiting = beginning.count
        self.next = next
    }

    /// Appends the next bytes to `text`; false when there are none.
    func append(to text: inout [UInt8]) -> Bool {
        while cut == nil {
            if waiting == 0 { waiting = next(&piece) }
            if waiting == 0 {
                if !rest.isEmpty || transcoder.finish() != nil { cut = .character }
                return false
            }
            let start = text.count
            if encoding == .utf8 {
                text.append(contentsOf: rest)
                text.append(contentsOf: piece[..<waiting])
                rest = []
                check(&text, from: start)
            } else if transcoder.append(piece.span.extracting(..<waiting), to: &text) != nil {
                cut = .mistake
            }
            waiting = 0
            checkZero(&text, from: start)
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
    }

    private func checkZero(_ text: inout [UInt8], from start: Int) {
        guard isXML, let zero = DocumentParser.firstZero(in: text, from: start) else { return }
        cut = .zero
        rest = []
        text.removeLast(text.count - zero)
    }

    /// What bytes that are no text make of the message; nil when all are.
    func refusal(at place: (line: Int, column: Int)) -> Refusal? {
        func refuse(_ reason: Reason, _ code: MessageError.Code, _ text: String) -> Refusal {
            Refusal(reason, [MessageError(code, line: place.line, column: place.column, text)])
        }
        return switch cut {
        case .mistake: refuse(.notUTF8, .encoding, encoding == .utf8 ? Encoding.noCharacter : Encoding.halfPair)
        case .zero: refuse(.malformed, .syntax, XMLJudge.zero)
        case .character, nil: nil
        }
    }
}
