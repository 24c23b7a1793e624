/// How long something has waited, in words for people: the two largest units that are not zero.
///
/// `3 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`. Never negative: a clock that was set back makes nothing younger than new.
struct Age: Sendable, Equatable, CustomStringConvertible {
    /// In nanoseconds, 0 or more.
    let nanoseconds: Int64

    /// States how long.
    init(nanoseconds: Int64) {
        self.nanoseconds = max(0, nanoseconds)
    }

    /// The words.
    var description: String {
        let seconds = nanoseconds / 1_000_000_000
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
        return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
