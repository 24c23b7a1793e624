import Files
import Glibc

/// A program that is to be measured, and how it is started.
struct MeasuredProgram {
    /// Its path.
    let path: String
    /// What follows on its command line.
    let arguments: [String]
    /// Where its standard error goes.
    let log: String
    /// Where its standard output goes.
    var output = "/dev/null"

    /// What it inherits of our environment: where programs and libraries are found.
    private static let inherited = ["PATH", "LD_LIBRARY_PATH", "LD_PRELOAD"]

    /// Starts it (posix_spawn(3)) and gives its process id.
    func start() throws(Failure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let environment = MeasuredProgram.inherited.compactMap { name in
            ProcessEnvironment.value(name).map { "\(name)=\($0)" }
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var child: pid_t = 0
        let answer = posix_spawn(&child, path, &actions, nil, &words, &variables)
        guard answer == 0 else {
            throw Failure(
                .unavailable, "\(path): cannot be started: \(String(cString: strerror(answer))); build it anew")
        }
        return child
    }

    /// What to say when it ended with another status (wait(2)) than 0: how, and its last words.
    func failure(status: CInt) -> Failure {
        let signal = status & 0x7F
        let end = signal == 0 ? "ended with \(status >> 8 & 0xFF)" : "was ended by signal \(signal)"
        let words = (try? WholeFile.read(log, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let last = words.split(separator: "\n").suffix(5).map { "\n  \($0)" }.joined()
        return Failure(.software, "\(path) \(end); \(last.isEmpty ? "it said nothing" : "its last words:\(last)")")
    }
}
