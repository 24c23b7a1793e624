/// Text that is made once and then cut into pieces: prose with letters of more than one byte, and Base64.
struct TrafficText {
    private let prose: [UInt8]
    /// Where words begin in it.
    private let starts: [Int]
    private let base64: [UInt8]

    /// Makes it; the same each time.
    init() {
        var random = RandomStream(seed: 2026)
        var prose: [UInt8] = []
        var starts: [Int] = []
        while prose.count < TrafficText.length {
            starts.append(prose.count)
            prose += Array(TrafficText.words[random.below(TrafficText.words.count)].utf8)
            prose.append(UInt8(ascii: " "))
        }
        self.prose = prose
        self.starts = starts.filter { $0 < TrafficText.length / 2 }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        base64 = (0..<TrafficText.length).map { _ in alphabet[random.below(64)] }
    }

    private static let length = 65_536
    private static let words = [
        "päätös", "etuus", "hakija", "maksettu", "aikaisempi", "selvitys", "ilmoitus", "työssäoloehto", "tarkistettu",
        "jatkuu", "kuntoutus", "lausunto", "mukaan", "osittain", "hylätty", "myönnetty", "beslut", "förmån", "sökande",
        "utbetald", "tidigare", "enligt", "återkrav", "the", "period", "was", "confirmed", "by", "earlier", "decision",
        "is", "withdrawn", "and", "replaced", "in", "part", "from", "next", "month", "on", "ja", "on", "ei", "tai",
    ]

    /// Writes whole words of at most so many bytes, and at least one.
    func addProse(_ count: Int, to writer: inout TrafficWriter) {
        var left = max(count, 16)
        while left >= 16 {
            let start = starts[writer.random.below(starts.count)]
            var end = min(start + left, start + TrafficText.length / 2 - 64)
            while prose[end] != UInt8(ascii: " ") { end -= 1 }
            guard end > start else { return }
            writer.add(prose[start..<end])
            left -= end - start + 1
            if left >= 16 { writer.add(" ") }
        }
    }

    /// Writes about so many bytes of Base64, which begins as a PDF does.
    func addDocument(_ count: Int, to writer: inout TrafficWriter) {
        writer.add("JVBERi0xLjcK")
        var left = max(count - 12, 0) / 4 * 4
        while left > 0 {
            let start = writer.random.below(TrafficText.length / 8) * 4
            let end = min(start + left, start + TrafficText.length / 2)
            writer.add(base64[start..<end])
            left -= end - start
        }
    }
}
