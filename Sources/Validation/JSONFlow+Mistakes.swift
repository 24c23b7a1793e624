import Messages
import XML

/// Why a JSON text that flows is not read to its end.
enum JSONStop: Error {
    /// For this.
    case refused(Refusal)
    /// The stream took no more, and says why.
    case stopped
}

extension JSONFlow {
    /// Keeps a mistake at the value, or the name, at hand.
    mutating func mistake(_ code: MessageError.Code, _ offset: Int, _ text: String) {
        if !isFull { keep(MessageError(code, place: pointer, text), at: offset) }
    }

    /// Keeps the mistakes of a part that begins at an offset of the document.
    mutating func take(_ found: [(offset: Int, error: MessageError)], from start: Int) {
        if found.isEmpty || isFull { return }
        let pointer = pointer
        for (offset, error) in found {
            var error = error
            error.place = pointer + (error.place ?? "")
            keep(error, at: start + offset)
        }
    }

    /// Whether no more mistakes are kept.
    private var isFull: Bool { mistakes.count >= MessageError.most }

    private mutating func keep(_ error: MessageError, at offset: Int) {
        if isFull { return }
        var error = error
        let (line, column) = flow.position(of: offset)
        error.line = line
        error.column = column
        mistakes.append((offset, error))
    }

    /// Says where new violations of a part are while it is in memory.
    func describe(_ stream: inout ElementStream, _ tokens: [JSONToken], _ document: [UInt8]) {
        let origin = stream.origin
        stream.describe { violation in
            var local = violation
            local.offset -= origin
            violation.place = pointer + Placing.pointer(local, tokens, document, known)
            if violation.position == nil { violation.position = flow.position(of: violation.offset) }
        }
    }

    /// Says where new violations of the open element are.
    func describe(_ stream: inout ElementStream) {
        stream.describe { violation in
            violation.place = pointer + (violation.attribute.map { "/@" + Placing.shown($0, known) } ?? "")
            if violation.position == nil { violation.position = flow.position(of: violation.offset) }
        }
    }

    /// The JSON Pointer of the value at hand.
    private var pointer: String {
        path.map { step in
            switch step {
            case .member(let name): "/" + Placing.escaped(Placing.shown(String(decoding: name, as: UTF8.self), known))
            case .item(let place): "/\(place)"
            }
        }.joined()
    }

    /// The end of the reading, because of what the scanner found.
    func stop(_ failure: JSONFailure) -> JSONStop {
        .refused(JSONJudge.refusal(failure, at: flow.position(of: flow.start + failure.offset), limits))
    }

    func refuse(_ reason: Reason, _ code: MessageError.Code, at offset: Int, _ text: String) -> JSONStop {
        let (line, column) = flow.position(of: offset)
        return .refused(Refusal(reason, [MessageError(code, line: line, column: column, text)]))
    }

    /// A name, a number or an attribute that does not fit into the window.
    func tooLong() -> JSONStop {
        refuse(.limit, .text, at: place, "a name, a number or an attribute is longer than \(window) bytes")
    }

    /// A large object whose members cannot be sorted.
    func outOfOrder(_ offset: Int, _ what: String) -> JSONStop {
        let (line, column) = flow.position(of: offset)
        let text =
            "\(what), and the object is too large (over \(window) bytes) to be put in order in memory; "
            + "write its attributes first and its members in the order of the schema"
        return .refused(Refusal(.limit, [MessageError(.order, line: line, column: column, place: pointer, text)]))
    }
}
