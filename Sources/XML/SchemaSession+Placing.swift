internal import CLibXML2

// Violations, which libxml2 tells without a place, get the place of the element that is open.

extension SchemaSession {
    /// Only a violation asks where a leaf is.
    @inline(never)
    mutating func placeLeaf(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?, offset: Int, index: Int?
    ) {
        let depth = frames.count
        let first = names.first
        frames.append(
            Frame(
                name: name, namespace: namespace, index: index ?? -1, offset: offset, line: 0, column: 0,
                firstRun: first))
        names.open()
        placeViolations()
        frames.removeAll(above: depth)
        names.close(to: first)
    }

    /// Of an element whose value has a wrong length, libxml2 tells the length and not the value.
    func completeValues(_ text: [UInt8]) {
        for place in placed..<collector.pointee.violations.count
        where collector.pointee.violations[place].isOfElementsLength {
            collector.pointee.violations[place].value = Violation.beginning(text)
        }
    }

    mutating func placeViolations() {
        seen = collector.pointee.count
        // What the validator gave up on once it may give up on again, after as long a time.
        if seen > SchemaSession.mostViolations || collector.pointee.internalError { handlers = Handlers() }
        // A value that breaks a rule may have taken long to judge.
        if frames.count > 0, time.isOver(at: frames[frames.count - 1].offset) {
            stop(.time, at: frames[frames.count - 1].offset)
        }
        guard placed < collector.pointee.violations.count else { return }
        let path = (0..<frames.count).map { depth in
            let frame = frames[depth]
            return Violation.Step(
                name: String(cString: frame.name),
                position: names.position(
                    of: frame.name, from: frame.firstRun,
                    to: depth + 1 < frames.count ? frames[depth + 1].firstRun : nil),
                index: frame.index < 0 ? nil : frame.index)
        }
        for place in placed..<collector.pointee.violations.count {
            collector.pointee.violations[place].path = path
            if items.isOn { items.place(collector.pointee.violations[place].rule, depth: frames.count - 1) }
            if frames.count > 0 {
                let frame = frames[frames.count - 1]
                collector.pointee.violations[place].offset = frame.offset
                collector.pointee.violations[place].position = frame.line > 0 ? (frame.line, frame.column) : nil
            }
        }
        placed = collector.pointee.violations.count
    }
}
