/// How the program ends, as sysexits.h has it.
enum ExitCode: Int32 {
    case success = 0
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case tryLater = 75
    case noPermission = 77
    case configuration = 78
}

/// Ends the program with a code, after a sentence on standard error.
struct Failure: Error {
    var code: ExitCode
    /// What is wrong and what to do; each line gets the program's name in front.
    var lines: [String]

    init(_ code: ExitCode, _ line: String) {
        self.code = code
        lines = [line]
    }

    init(_ code: ExitCode, lines: [String]) {
        self.code = code
        self.lines = lines
    }
}
