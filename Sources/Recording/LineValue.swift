/// A value in a ledger line. Reads what `JSONText` writes: the line's checksum has been compared
/// before, so this need not judge, only read.
indirect enum LineValue {
    case text(String)
    case number(Int64)
    case list([LineValue])
    case object([(name: String, value: LineValue)])
    case other

    /// Reads one value that fills all the bytes; nil when it does not.
    init?(parsing bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard let value = reader.value(), reader.place == bytes.count else { return nil }
        self = value
    }

    var asText: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    private subscript(name: String) -> LineValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    func text(_ name: String) -> String? { self[name]?.asText }

    func number(_ name: String) -> Int64? {
        if case .number(let number)? = self[name] { return number }
        return nil
    }

    func list(_ name: String) -> [LineValue] {
        if case .list(let values)? = self[name] { return values }
        return []
    }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func value() -> LineValue? {
            guard place < bytes.count else { return nil }
            switch bytes[place] {
            case UInt8(ascii: "{"):
                var members: [(String, LineValue)] = []
                let whole = sequence(until: UInt8(ascii: "}")) { reader in
                    guard let name = reader.string(), reader.skip(UInt8(ascii: ":")), let value = reader.value() else {
                        return false
                    }
                    members.append((name, value))
                    return true
                }
                return whole ? .object(members) : nil
            case UInt8(ascii: "["):
                var values: [LineValue] = []
                let whole = sequence(until: UInt8(ascii: "]")) { reader in
                    guard let value = reader.value() else { return false }
                    values.append(value)
                    return true
                }
                return whole ? .list(values) : nil
            case UInt8(ascii: "\""): return string().map { .text($0) }
            default:
                let start = place
                while place < bytes.count,
                    ![UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains(bytes[place])
                {
                    place += 1
                }
                let word = String(decoding: bytes[start..<place], as: UTF8.self)
                return Int64(word).map { .number($0) } ?? .other
            }
        }

        private mutating func sequence(until close: UInt8, item: (inout Reader) -> Bool) -> Bool {
            place += 1
            if skip(close) { return true }
            while item(&self) {
                if skip(close) { return true }
                guard skip(UInt8(ascii: ",")) else { return false }
            }
            return false
        }

        private mutating func skip(_ byte: UInt8) -> Bool {
            guard place < bytes.count, bytes[place] == byte else { return false }
            place += 1
            return true
        }

        private mutating func string() -> String? {
            guard skip(UInt8(ascii: "\"")) else { return nil }
            var text: [UInt8] = []
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                let byte = bytes[place]
                place += 1
                guard byte == UInt8(ascii: "\\"), place < bytes.count else {
                    text.append(byte)
                    continue
                }
                let kind = bytes[place]
                place += 1
                switch kind {
                case UInt8(ascii: "n"): text.append(0x0A)
                case UInt8(ascii: "u"):
                    guard place + 4 <= bytes.count,
                        let unit = UInt32(String(decoding: bytes[place..<(place + 4)], as: UTF8.self), radix: 16),
                        let scalar = Unicode.Scalar(unit)
                    else { return nil }
                    place += 4
                    text.append(contentsOf: String(scalar).utf8)
                default: text.append(kind)
                }
            }
            return skip(UInt8(ascii: "\"")) ? String(decoding: text, as: UTF8.self) : nil
        }
    }
}
