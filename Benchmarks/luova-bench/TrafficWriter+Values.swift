/// The values of the field. All people, organisations and accounts are made up.
extension TrafficWriter {
    /// A number, with zeros in front to so many digits.
    mutating func add(_ value: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        for _ in 0..<digits {
            add(byte: 0x30 + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// A number that is not below zero.
    mutating func add(number: Int) {
        var digits = 1
        var rest = number / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        add(number, digits: digits)
    }

    /// Hexadecimal digits.
    mutating func add(hexadecimal value: UInt64, digits: Int) {
        for place in (0..<digits).reversed() {
            let digit = UInt8(value >> UInt64(place * 4) & 15)
            add(byte: digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// So many random hexadecimal digits, at most 16.
    mutating func addRandom(hexadecimal digits: Int) { add(hexadecimal: random.next(), digits: digits) }

    /// So many random digits, at most 18.
    mutating func addRandom(digits: Int) {
        let value = Int(random.next() >> 2)
        add(value, digits: digits)
    }

    /// The id of a message.
    mutating func add(_ identifier: TrafficIdentifier, hyphens: Bool = true) {
        let parts = identifier.parts
        add(hexadecimal: parts.first, digits: 8)
        if hyphens { add("-") }
        add(hexadecimal: parts.second, digits: 4)
        if hyphens { add("-") }
        add(hexadecimal: parts.third, digits: 4)
        if hyphens { add("-") }
        add(hexadecimal: parts.fourth, digits: 4)
        if hyphens { add("-") }
        add(hexadecimal: parts.fifth, digits: 12)
    }

    /// A sum in hundredths.
    mutating func add(cents: Int) {
        if cents < 0 { add("-") }
        add(number: abs(cents) / 100)
        add(".")
        add(abs(cents) % 100, digits: 2)
    }

    /// An element with a sum and its currency.
    mutating func money(_ name: StaticString, _ cents: Int) {
        attributed(name, "currency", { $0.add("EUR") }, { $0.add(cents: cents) })
    }

    /// A number as an element.
    mutating func number(_ name: StaticString, _ value: Int) { leaf(name) { $0.add(number: value) } }

    /// A word as an element.
    mutating func word(_ name: StaticString, _ value: StaticString) { leaf(name) { $0.add(value) } }

    /// One of some words as an element.
    mutating func oneOf(_ name: StaticString, _ words: [StaticString]) { word(name, pick(words)) }

    /// One of some words.
    mutating func pick(_ words: [StaticString]) -> StaticString { words[random.below(words.count)] }

    /// A day of this year, or of the one before.
    mutating func addDate(_ year: Int = 2026) {
        add(year, digits: 4)
        add("-")
        add(1 + random.below(12), digits: 2)
        add("-")
        add(1 + random.below(28), digits: 2)
    }

    /// A month, from its first day to a late one.
    mutating func period(_ year: Int = 2026) {
        let month = 1 + random.below(12)
        element("Period") { writer in
            writer.leaf("Start") { $0.addDay(year, month, 1) }
            writer.leaf("End") { $0.addDay(year, month, 28) }
        }
    }

    private mutating func addDay(_ year: Int, _ month: Int, _ day: Int) {
        add(year, digits: 4)
        add("-")
        add(month, digits: 2)
        add("-")
        add(day, digits: 2)
    }

    /// A day and time of day, in winter time.
    mutating func add(_ moment: TrafficMoment) {
        add("2026-03-17T")
        add(moment.milliseconds / 3_600_000, digits: 2)
        add(":")
        add(moment.milliseconds / 60_000 % 60, digits: 2)
        add(":")
        add(moment.milliseconds / 1_000 % 60, digits: 2)
        add(".")
        add(moment.milliseconds % 1_000, digits: 3)
        add("+02:00")
    }

    /// An artificial personal identity code, with the right check character.
    mutating func addPersonalIdentity() {
        let bits = random.next()
        let day = 1 + Int(bits & 0xFF) % 28
        let month = 1 + Int(bits >> 8 & 0xFF) % 12
        let year = 1930 + Int(bits >> 16 & 0xFF) % 78
        let person = 900 + Int(bits >> 24 & 0xFFFF) % 100
        add(day, digits: 2)
        add(month, digits: 2)
        add(year % 100, digits: 2)
        add(year < 2000 ? "-" : "A")
        add(person, digits: 3)
        let number = ((day * 100 + month) * 100 + year % 100) * 1_000 + person
        add(byte: TrafficWriter.checkCharacters.utf8Start[number % 31])
    }

    /// The id of a made-up organisation.
    mutating func addBusinessIdentity() {
        add("9")
        addRandom(digits: 6)
        add("-")
        addRandom(digits: 1)
    }

    /// The number of an account in a bank that does not exist.
    mutating func addAccount() {
        add("FI")
        addRandom(digits: 2)
        add("9")
        addRandom(digits: 13)
    }

    /// An object identifier under a made-up root.
    mutating func addObjectIdentifier() {
        add("1.2.246.10.9")
        add(random.below(10_000_000), digits: 7)
        add(".93.2026.")
        add(number: random.below(100_000_000))
    }

    private static let checkCharacters: StaticString = "0123456789ABCDEFHJKLMNPRSTUVWXY"
}
