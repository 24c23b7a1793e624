/// Makes messages that keep `BenchContract`: all different, all of the same size, and the same again for
/// the same number.
///
/// The number stands in the message id, so that a delivered file tells which message it must be.
struct MessageMill {
    /// Bytes of every message.
    let size: Int
    private var bytes: [UInt8] = []
    private var random = RandomStream(seed: 0)

    /// A mill for messages of so many bytes, at least 1,000.
    init(size: Int) {
        self.size = size
        bytes.reserveCapacity(size + 512)
    }

    /// The message of this number. Valid until the next call.
    mutating func message(_ number: Int) -> ArraySlice<UInt8> {
        random = RandomStream(seed: UInt64(number))
        bytes.removeAll(keepingCapacity: true)
        add(MessageMill.opening)
        addIdentifier(number)
        add("</MessageId>\n    <CreatedAt>2026-03-")
        add(10 + random.below(18), digits: 2)
        add("T")
        add(random.below(24), digits: 2)
        add(":30:00+02:00</CreatedAt>\n    <Sender>bench-sender</Sender>\n    <Receiver>bench-receiver</Receiver>\n")
        add("    <DeliveryId>B-2026-")
        add(number, digits: 8)
        add("</DeliveryId>\n    <Environment>test</Environment>\n  </Header>\n")
        repeat { addEntry() } while size - bytes.count > MessageMill.largestEntry + MessageMill.closingCount
        addRemark()
        return bytes[...]
    }

    /// Which message this must be; nil for bytes that are none of ours.
    static func number(of bytes: ArraySlice<UInt8>) -> Int? {
        let place = bytes.startIndex + opening.utf8CodeUnitCount + 24
        guard bytes.endIndex >= place + 12 else { return nil }
        return Int(String(decoding: bytes[place..<place + 12], as: UTF8.self), radix: 16)
    }

    private static let opening: StaticString = """
        <?xml version="1.0" encoding="UTF-8"?>
        <BenchReport xmlns="urn:luova:bench-report:1">
          <Header>
            <MessageId>
        """
    private static let remark: StaticString = "  <Remark>"
    private static let closing: StaticString = "</Remark>\n</BenchReport>\n"
    private static let closingCount = remark.utf8CodeUnitCount + closing.utf8CodeUnitCount
    /// No entry is longer.
    private static let largestEntry = 400
    private static let kinds: [StaticString] = ["wage", "benefit", "pension"]
    private static let words: StaticString = "made up for the benchmark and true of nobody; "

    /// A UUID (version 4 by its looks) that ends with the number.
    private mutating func addIdentifier(_ number: Int) {
        add(hexadecimal: random.next() & 0xFFFF_FFFF, digits: 8)
        add("-")
        add(hexadecimal: random.next() & 0xFFFF, digits: 4)
        add("-4")
        add(hexadecimal: random.next() & 0xFFF, digits: 3)
        add("-8")
        add(hexadecimal: random.next() & 0xFFF, digits: 3)
        add("-")
        add(hexadecimal: UInt64(number), digits: 12)
    }

    private mutating func addEntry() {
        let start = bytes.count
        add("  <Entry>\n    <Reference>")
        add(hexadecimal: random.next(), digits: 16)
        add(hexadecimal: random.next(), digits: 16)
        add("</Reference>\n    <Payer>9")
        add(random.below(1_000_000), digits: 6)
        add("-")
        add(random.below(10), digits: 1)
        add("</Payer>\n    <Kind>")
        add(MessageMill.kinds[random.below(3)])
        add("</Kind>\n    <PayDate>2026-03-")
        add(1 + random.below(28), digits: 2)
        add("</PayDate>\n    <IncomeType>")
        add(200 + random.below(1_000), digits: 4)
        add("</IncomeType>\n    <Amount currency=\"EUR\">")
        add(1 + random.below(9_000), digits: 4)
        add(".")
        add(random.below(100), digits: 2)
        add("</Amount>\n    <Period>\n      <Start>2026-0")
        add(1 + random.below(2), digits: 1)
        add("-01</Start>\n      <End>2026-03-31</End>\n    </Period>\n  </Entry>\n")
        precondition(bytes.count - start <= MessageMill.largestEntry, "an entry is longer than was planned for")
    }

    /// Fills up to the size.
    private mutating func addRemark() {
        add(MessageMill.remark)
        let end = size - MessageMill.closing.utf8CodeUnitCount
        let start = bytes.count
        while bytes.count < end {
            bytes.append(MessageMill.words.utf8Start[(bytes.count - start) % MessageMill.words.utf8CodeUnitCount])
        }
        add(MessageMill.closing)
    }

    private mutating func add(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func add(_ value: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        for _ in 0..<digits {
            bytes.append(0x30 + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func add(hexadecimal value: UInt64, digits: Int) {
        for place in (0..<digits).reversed() {
            let digit = UInt8(value >> UInt64(place * 4) & 15)
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}
