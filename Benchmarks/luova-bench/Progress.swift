import Files

/// What happens meanwhile, for a person who waits.
enum Progress {
    /// Writes a line to standard error, if that is a terminal.
    static func say(_ text: String) {
        if StandardStream.error.isTerminal { StandardStream.error.writeLine("luova-bench: \(text)") }
    }
}

/// A bar that grows on standard error, if that is a terminal; otherwise nothing.
struct ProgressBar {
    private static let width = 40
    private static let interval: Int64 = 100_000_000

    private let title: String
    private let isShown = StandardStream.error.isTerminal
    private var shownAt: Int64 = 0

    /// A bar with a title.
    init(_ title: String) { self.title = title }

    /// Shows how far it is, at most ten times a second. `note` stands behind the bar.
    mutating func show(_ done: Double, of all: Double, _ note: @autoclosure () -> String = "") {
        guard isShown else { return }
        let now = Clock.monotonic()
        guard now - shownAt >= ProgressBar.interval else { return }
        shownAt = now
        let share = all > 0 ? min(1, max(0, done / all)) : 1
        let full = Int((share * Double(ProgressBar.width)).rounded())
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: ProgressBar.width - full)
        let line = "\r\u{1B}[K\(title) [\(bar)] \(Int(share * 100)) % \(note())"
        StandardStream.error.write(Array(line.utf8))
    }

    /// Takes the bar away.
    func end() {
        if isShown, shownAt > 0 { StandardStream.error.write(Array("\r\u{1B}[K".utf8)) }
    }
}
