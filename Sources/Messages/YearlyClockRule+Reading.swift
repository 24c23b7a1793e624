// How POSIX writes a time zone, as far as files of the time zone database do (RFC 8536, section 3.3).

extension YearlyClockRule {
    /// Reads `EET-2EEST,M3.5.0/3,M10.5.0/4`; nil for anything that is no such text.
    init?(_ text: some Collection<UInt8>) {
        var reader = Reader(rest: ArraySlice(text))
        guard reader.skipName(), let west = reader.time(mostHours: 24) else { return nil }
        offset = -west
        if reader.rest.isEmpty {
            summer = nil
            return
        }
        guard reader.skipName() else { return nil }
        // Without a number of its own, summer is an hour ahead.
        var ahead = offset + 3_600
        if !reader.skip(",") {
            guard let west = reader.time(mostHours: 24), reader.skip(",") else { return nil }
            ahead = -west
        }
        guard let begin = reader.change(), reader.skip(","), let end = reader.change(), reader.rest.isEmpty else {
            return nil
        }
        summer = Summer(offset: ahead, begin: begin, end: end)
    }

    /// Reads such a text from its beginning.
    private struct Reader {
        var rest: ArraySlice<UInt8>

        /// Reads a character, if it is the next one.
        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        /// Reads what people call a time: three letters or more, or anything in angle brackets.
        mutating func skipName() -> Bool {
            if skip("<") {
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
                rest = rest[(end + 1)...]
                return true
            }
            let name = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
            rest = rest[name.endIndex...]
            return name.count >= 3
        }

        /// Reads a number of at most three digits.
        mutating func number(_ bounds: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard (1...3).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)),
                bounds.contains(number)
            else { return nil }
            rest = rest[digits.endIndex...]
            return number
        }

        /// Reads `[+-]hh[:mm[:ss]]`, in seconds.
        mutating func time(mostHours: Int) -> Int64? {
            let sign: Int64 = skip("-") ? -1 : 1
            if sign == 1 { _ = skip("+") }
            guard let hours = number(0...mostHours) else { return nil }
            var seconds = Int64(hours) * 3_600
            for unit: Int64 in [60, 1] {
                guard skip(":") else { break }
                guard let number = number(0...59) else { return nil }
                seconds += Int64(number) * unit
            }
            return sign * seconds
        }

        /// Reads `Jn`, `n` or `Mm.w.d`, and perhaps `/time`; without a time it is two o'clock.
        mutating func change() -> Change? {
            let day: Day
            if skip("J") {
                guard let number = number(1...365) else { return nil }
                day = .plain(number)
            } else if skip("M") {
                guard let month = number(1...12), skip("."), let week = number(1...5), skip("."),
                    let weekday = number(0...6)
                else { return nil }
                day = .weekday(month: month, week: week, day: weekday)
            } else {
                guard let number = number(0...365) else { return nil }
                day = .counted(number)
            }
            guard skip("/") else { return Change(day: day, time: 7_200) }
            return time(mostHours: 167).map { Change(day: day, time: $0) }
        }
    }
}
