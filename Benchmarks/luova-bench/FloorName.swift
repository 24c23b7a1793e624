import Glibc

/// Makes a name with a number in it, in memory that is used again and again: no String on the way.
struct FloorName {
    /// The name, with a NUL behind it. Valid until the next `set`.
    let text: UnsafeMutablePointer<CChar>
    private let digits: UnsafeMutablePointer<CChar>

    /// Digits of every number.
    static let digitCount = 10

    /// A name of a fixed beginning, a number of ten digits, and a fixed end.
    init(_ beginning: String, _ end: String) {
        text = strdup(beginning + String(repeating: "0", count: FloorName.digitCount) + end)
        digits = text + beginning.utf8.count
    }

    /// Writes the number into it, and gives the name.
    @inline(__always)
    func set(_ number: Int) -> UnsafeMutablePointer<CChar> {
        FloorName.write(number, to: digits, count: FloorName.digitCount)
        return text
    }

    /// Writes a number with leading zeros.
    @inline(__always)
    static func write(_ number: Int, to place: UnsafeMutablePointer<CChar>, count: Int) {
        var rest = number
        for position in stride(from: count - 1, through: 0, by: -1) {
            place[position] = CChar(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
        }
    }
}
