internal import CLibXML2

/// Hands a document that flows to libxml2, as much as it asks for, and looks at each byte before.
struct FlowingInput {
    let flow: TextFlow
    /// How much libxml2 has been given.
    var supplied = 0
    var markup: MarkupGuard
    /// The piece of markup that is too large; nothing behind it is handed over.
    var excess: (offset: Int, stop: DocumentStop)?

    /// Fills `buffer` with the next bytes, and says how many; fewer only at the end: libxml2 does not ask
    /// twice where it looks ahead.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer, text: Int) -> Int {
        var filled = 0
        while filled < buffer.count, excess == nil {
            if supplied == flow.end, !flow.fill() { break }
            filled += copy(to: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), text: text)
        }
        return filled
    }

    /// Hands over what is in memory; of a piece with something too large, only what stands before.
    private mutating func copy(to buffer: UnsafeMutableRawBufferPointer, text: Int) -> Int {
        let start = supplied
        return flow.withBytes(from: start) { bytes in
            let piece = UnsafeBufferPointer(rebasing: bytes.prefix(buffer.count))
            excess = markup.excess(piece, at: start, text: text)
            let count = excess.map { max(0, $0.offset - start) } ?? piece.count
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<count]))
            supplied += count
            return count
        }
    }
}

extension DocumentParser {
    /// Reads one document that is too large to be in memory whole, as it flows past.
    ///
    /// - Returns: what it turned out to be; where it stops being well-formed, if it does; and whether the
    ///   reason for that is only that it ends too early.
    public mutating func parse(
        _ flow: TextFlow, limits: DocumentLimits, choose: (_ name: [UInt8], _ namespace: [UInt8]?) -> Chosen?
    ) -> (conclusion: Conclusion, error: WellFormednessError?, isTruncated: Bool) {
        let state = state
        state.pointee.input = FlowingInput(flow: flow, markup: MarkupGuard(limits))
        defer { state.pointee.input = nil }
        // It cannot be read again, should the names of other documents make too many.
        renewContext()
        var read = run(limits: limits, choose: choose) { context in
            let buffer = xmlParserInputBufferCreateIO(
                { data, bytes, count in
                    guard let state = data?.assumingMemoryBound(to: State.self) else { return -1 }
                    let text = state.pointee.session.textLimit
                    let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))
                    return CInt(state.pointee.input?.read(into: buffer, text: text) ?? 0)
                }, nil, state, XML_CHAR_ENCODING_NONE)
            guard let buffer, let input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE) else {
                preconditionFailure("out of memory")
            }
            return input
        }
        if let excess = state.pointee.input?.excess { read = DocumentParser.stopped(read, by: excess) }
        if read.conclusion.stop != nil {
            read.conclusion.stopPosition = flow.position(of: flow.tagStart(before: read.conclusion.stopOffset + 1))
        }
        guard let error = read.error else { return (read.conclusion, nil, false) }
        return (read.conclusion, error, isTruncated(flow, error))
    }

    /// Whether a mistake is only that the document ends: what stands behind it tells; a long rest does.
    private func isTruncated(_ flow: TextFlow, _ error: WellFormednessError) -> Bool {
        let session = state.pointee.session
        if error.isOfWhole || session.hasEnded { return false }
        while flow.end - error.offset <= DocumentParser.longestRest, flow.fill() {}
        guard flow.end - error.offset <= DocumentParser.longestRest, error.offset >= flow.start else { return false }
        let rest = flow[min(error.offset, flow.end)..<flow.end]
        // Before the root, only what begins with `<` may be cut.
        if error.isOfNoRoot, !rest.isEmpty { return false }
        // No document type is declared inside the root.
        if session.depth > 0, rest.starts(with: "<!D".utf8) || rest.starts(with: "!D".utf8) { return false }
        return DocumentParser.mayGoOn(rest)
    }

    /// More than the longest construct that may be cut.
    private static let longestRest = 1_000
}
