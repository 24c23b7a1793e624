internal import CLibXML2

// A document begins, is judged by a schema from its first element on, and ends.

extension SchemaSession {
    /// Starts a document.
    ///
    /// - Parameter lasting: bytes of it that stay where they are until it ends.
    mutating func reset(_ limits: DocumentLimits, lasting: ClosedRange<UnsafePointer<UInt8>>? = nil) {
        self.limits = limits
        self.lasting =
            lasting.map {
                (UInt(bitPattern: $0.lowerBound), UInt(bitPattern: $0.upperBound - $0.lowerBound))
            } ?? (0, 0)
        frames.removeAll(above: 0)
        names.reset()
        room = limits.depth
        text = UnsafeBufferPointer(start: nil, count: 0)
        pieces.reset(keeping: SchemaSession.piece)
        textLength = 0
        textLimit = limits.text
        textRoom = textLimit
        capture.reset()
        items.reset()
        validator = nil
        handlers = Handlers()
        collector.pointee.reset()
        collector.pointee.keepsValues = limits.keepsValues
        placed = 0
        seen = 0
        time = ReadingTime(limits)
        stop = nil
        stopOffset = 0
    }

    mutating func choose(_ chosen: Chosen) {
        validator = chosen.validator
        let table = chosen.validator.begin(collector: collector)
        handlers = Handlers(
            start: table.pointee.startElementNs, text: table.pointee.characters, end: table.pointee.endElementNs)
        user = chosen.validator.user
        capture.begin(chosen.fields)
        if let wanted = chosen.items {
            items.begin(wanted)
            // What breaks more is not judged to its end.
            collector.pointee.room = SchemaSession.mostViolations
        }
        textLimit = chosen.textLimit ?? limits.text
        textRoom = textLimit
    }

    /// The document has ended, or reading has stopped.
    mutating func finish() -> Conclusion {
        let collected = collector.pointee
        let isValid = (validator?.isValid ?? false) && collected.count == 0 && stop == nil
        validator?.end(isValid: isValid && hasEnded)
        defer { validator = nil }
        return Conclusion(
            isValid: isValid, violations: collected.violations,
            violationCount: collected.count, internalError: collected.internalError,
            fields: validator == nil ? [] : capture.values, stop: stop,
            stopOffset: stopOffset,
            items: items.isOn && collected.count == collected.violations.count ? items.tally : nil)
    }
}
