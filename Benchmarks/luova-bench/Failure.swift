import Files

/// Why the benchmark ends early: what is wrong and what to do, and how the process ends.
struct Failure: Error {
    /// Exit codes, as sysexits.h has them.
    enum Code: Int32 {
        /// A count is above its committed limit, or a case did not end as it must.
        case above = 1
        /// The command line is wrong.
        case usage = 64
        /// A file of ours cannot be understood.
        case data = 65
        /// Something that is needed is not there.
        case unavailable = 69
        /// A program did not do what it must: a wrong count, other bytes, a wrong exit code.
        case software = 70
        /// The disk failed.
        case inputOutput = 74
        /// Somebody pressed Control-C; what shells expect.
        case interrupted = 130
    }

    /// How the process ends.
    var code: Code
    /// What is wrong; what to do.
    var text: String

    /// Names a failure.
    init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }

    /// Calls, and makes what is wrong with a file a failure of the disk.
    static func orFile<Value>(_ body: () throws(FileError) -> Value) throws(Failure) -> Value {
        do throws(FileError) {
            return try body()
        } catch {
            throw Failure(.inputOutput, "\(error)")
        }
    }
}
