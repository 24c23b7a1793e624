import Messages
import XML

extension JSONJudge {
    /// Judges a message that flows past, of which the beginning is in memory.
    mutating func judge(
        _ flow: TextFlow, limits: MessageLimits, into judgement: inout Judgement,
        choose: (_ root: [UInt8], _ namespace: [UInt8]?) -> (contract: Contract, chosen: Chosen)?
    ) {
        if flow.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            judgement.refusal = JSONJudge.byteOrderMark
            return
        }
        var start = 0
        JSONScanner.space(flow.bytes.span, &start)
        let top = flow.position(of: start)
        let beginning: JSONBeginning
        switch begin(flow, limits) {
        case .success(let found): beginning = found
        case .failure(let refusal):
            judgement.refusal = refusal
            return
        }
        guard let name = beginning.name, let found = choose(name, beginning.namespace) else {
            let refusal = JSONJudge.unknown(isNamed: beginning.name != nil, at: flow.position(of: beginning.offset))
            judgement.refusal = mistake(flow, beginning, at: top, limits) ?? refusal
            return
        }
        judgement.type = found.contract.type
        stream.begin(found.chosen, limits: limits.document, strangers: strangers)
        var reader = JSONFlow(
            flow, at: beginning.value, projection: found.contract.projection, strangers: strangers, limits: limits)
        let end: JSONStop?
        do throws(JSONStop) {
            try reader.root(into: &stream)
            try reader.finish(at: top)
            end = nil
        } catch {
            end = error
        }
        var conclusion = stream.finish()
        if conclusion.stop != nil { conclusion.stopPosition = flow.position(of: conclusion.stopOffset) }
        if case .refused(let refusal) = end, conclusion.stop == nil {
            judgement.take(conclusion, found.contract)
            judgement.refusal = refusal
        } else {
            judgement.conclude(
                conclusion, extra: reader.mistakes, limits: limits.keeping(found.contract.textLimit), isMarkup: false,
                contract: found.contract
            ) { violation, _ in (violation.place ?? "", violation.offset) }
        }
        if strangers.count > 0 { strangers.removeAll() }
    }

    /// What is no JSON in a text that has no contract.
    private func mistake(
        _ flow: TextFlow, _ beginning: JSONBeginning, at top: (line: Int, column: Int), _ limits: MessageLimits
    ) -> Refusal? {
        var reader = JSONFlow(flow, at: beginning.value, projection: nil, strangers: strangers, limits: limits)
        if beginning.name == nil { reader.depth = 0 }
        do throws(JSONStop) {
            try reader.skip()
            try reader.finish(at: top)
        } catch {
            if case .refused(let refusal) = error { return refusal }
        }
        return nil
    }

    /// Reads what tells the contract, which stands within the first two windows.
    private mutating func begin(_ flow: TextFlow, _ limits: MessageLimits) -> JSONBeginning.Answer {
        scanner.longestName = limits.document.name
        while true {
            do throws(JSONFailure) {
                return .success(try JSONBeginning(flow.bytes, &scanner))
            } catch {
                if error.cause == .ended, flow.end < 2 * JSONFlow.window(limits), flow.fill() { continue }
                let place = flow.position(of: error.offset)
                if error.cause != .ended || flow.isAtEnd {
                    return .failure(JSONJudge.refusal(error, at: place, limits))
                }
                let text = "the root element is not named within the first \(flow.end) bytes; remove white space"
                return .failure(
                    Refusal(.limit, [MessageError(.text, line: place.line, column: place.column, text)]))
            }
        }
    }
}

/// The beginning of a JSON message: what tells its contract.
private struct JSONBeginning {
    /// It, or why it cannot be read.
    enum Answer {
        case success(JSONBeginning)
        case failure(Refusal)
    }

    /// The root element; nil when there is none.
    var name: [UInt8]?
    var namespace: [UInt8]?
    /// Where its name stands, or what stands in place of it.
    var offset: Int
    /// Where its value stands.
    var value = 0

    /// Reads it. The namespace is found among the attributes that the root begins with.
    init(_ document: [UInt8], _ scanner: inout JSONScanner) throws(JSONFailure) {
        let text = document.span
        func next(_ place: inout Int) -> UInt8? {
            JSONScanner.space(text, &place)
            return place < text.count ? text[place] : nil
        }
        func name(_ place: inout Int) throws(JSONFailure) -> JSONToken {
            place = try scanner.scanName(text, at: place)
            let token = scanner.tokens[0]
            guard next(&place) == UInt8(ascii: ":") else {
                throw JSONFailure(
                    cause: place < text.count ? .syntax : .ended, offset: place, text: "expected ':'")
            }
            place += 1
            _ = next(&place)
            return token
        }
        var place = 0
        _ = next(&place)
        offset = place
        value = place
        // Without a name, the value is the text itself.
        guard next(&place) == UInt8(ascii: "{") else { return }
        place += 1
        guard next(&place) == UInt8(ascii: "\"") else {
            if place == text.count { throw JSONBeginning.ended(place) }
            return
        }
        offset = place
        self.name = JSONRoot.text(try name(&place), document)
        value = place
        guard next(&place) == UInt8(ascii: "{") else { return }
        repeat {
            place += 1
            do throws(JSONFailure) {
                guard next(&place) == UInt8(ascii: "\"") else { break }
                let token = try name(&place)
                guard document[token.start] == UInt8(ascii: "@") || token.hasEscapes else { return }
                let end = try scanner.scanValue(text, at: place, mostDepth: 1)
                if JSONRoot.isNamespace(token, document), scanner.tokens[0].kind == .string {
                    namespace = JSONRoot.text(scanner.tokens[0], document)
                    return
                }
                place = end
            } catch {
                if error.cause == .ended { throw error }
                // What is wrong here is told when it is read for good.
                return
            }
        } while next(&place) == UInt8(ascii: ",")
        if place == text.count { throw JSONBeginning.ended(place) }
    }

    private static func ended(_ place: Int) -> JSONFailure {
        JSONFailure(cause: .ended, offset: place, text: "the text ends before its value is complete")
    }
}

extension JSONFlow {
    /// Reads what stands behind the root's value.
    ///
    /// - Parameter top: where the text begins.
    fileprivate mutating func finish(at top: (line: Int, column: Int)) throws(JSONStop) {
        var isAlone = true
        while depth > 0, try next(UInt8(ascii: "}"), isFirst: false) {
            isAlone = false
            _ = try name()
            try colon()
            try skip()
        }
        do throws(JSONStop) {
            _ = try significant()
        } catch {
            if !isAlone { throw .refused(JSONJudge.unknown(isNamed: false, at: top)) }
            return
        }
        throw refuse(
            .malformed, .syntax, at: place, "something stands behind the end of the JSON value; remove it")
    }
}
