import Files

// Each verb: its help, or what its command line asks for.
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

    static func drain(_ words: [String]) throws(Failure) {
        if !tells(DrainOptions.help, words) { try DrainCommand(try DrainOptions(words)).run() }
    }

    static func judge(_ words: [String]) throws(Failure) {
        if !tells(JudgeOptions.help, words) { try JudgeCommand(try JudgeOptions(words)).run() }
    }

    static func hostile(_ words: [String]) throws(Failure) {
        if !tells(HostileOptions.help, words) { try HostileCommand(try HostileOptions(words)).run() }
    }

    static func attack(_ words: [String]) throws(Failure) {
        if !tells(AttackOptions.help, words) { try AttackCommand(try AttackOptions(words)).run() }
    }

    static func duplicates(_ words: [String]) throws(Failure) {
        if !tells(DuplicatesOptions.help, words) { try DuplicatesCommand(try DuplicatesOptions(words)).run() }
    }

    static func fairness(_ words: [String]) throws(Failure) {
        if !tells(FairnessOptions.help, words) { try FairnessCommand(try FairnessOptions(words)).run() }
    }

    static func generate(_ words: [String]) throws(Failure) {
        if !tells(TrafficOptions.help, words) { try TrafficCommand(try TrafficOptions(words)).run() }
    }

    static func growth(_ words: [String]) throws(Failure) {
        if !tells(GrowthOptions.help, words) { try GrowthCommand(try GrowthOptions(words)).run() }
    }

    static func routing(_ words: [String]) throws(Failure) {
        if !tells(RoutingOptions.help, words) { try RoutingCommand(try RoutingOptions(words)).run() }
    }

    /// Prints the help, when that is what the words ask for.
    private static func tells(_ help: String, _ words: [String]) -> Bool {
        guard words.contains("--help") || words.contains("-h") else { return false }
        StandardStream.output.writeLine(help)
        return true
    }
}
