import Files

// The scenarios: load on a daemon that runs.
extension Bench {
    static func steady(_ words: [String]) throws(Failure) {
        if !tells(SteadyOptions.help, words) { try SteadyCommand(try SteadyOptions(words)).run() }
    }

    static func lanes(_ words: [String]) throws(Failure) {
        if !tells(LanesOptions.help, words) { try LanesCommand(try LanesOptions(words)).run() }
    }

    static func large(_ words: [String]) throws(Failure) {
        if !tells(LargeOptions.help, words) { try LargeCommand(try LargeOptions(words)).run() }
    }

    static func day(_ words: [String]) throws(Failure) {
        if !tells(DayOptions.help, words) { try DayCommand(try DayOptions(words)).run() }
    }

    static func stages(_ words: [String]) throws(Failure) {
        if !tells(StagesOptions.help, words) { try StagesCommand(try StagesOptions(words)).run() }
    }

    static func burst(_ words: [String]) throws(Failure) {
        if !tells(BurstOptions.help, words) { try BurstCommand(try BurstOptions(words)).run() }
    }

    static func soak(_ words: [String]) throws(Failure) {
        if !tells(SoakOptions.help, words) { try SoakCommand(try SoakOptions(words)).run() }
    }

    /// Prints the help, when that is what the words ask for.
    private static func tells(_ help: String, _ words: [String]) -> Bool {
        guard words.contains("--help") || words.contains("-h") else { return false }
        StandardStream.output.writeLine(help)
        return true
    }
}
