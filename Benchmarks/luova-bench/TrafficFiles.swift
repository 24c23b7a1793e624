import Files
import Messages

/// Lays the messages of mixed traffic into the drop folders of a spool, and looks afterwards whether each of them
/// arrived: in a process of its own, so that the harness stays smaller than what it measures.
struct TrafficFiles {
    /// The hidden verb that starts it.
    static let verb = "traffic-files"

    /// What to do.
    enum Task: String {
        /// Write all messages.
        case fill
        /// Compare what was delivered with them.
        case check
    }

    private let task: Task
    private let spool: BenchSpool
    private let choice: TrafficChoice
    private let count: Int

    /// States the work.
    init(_ task: Task, _ choice: TrafficChoice, count: Int, in spool: BenchSpool) {
        self.task = task
        self.spool = spool
        self.choice = choice
        self.count = count
    }

    /// Reads what `words` wrote.
    init(_ words: [String]) throws(Failure) {
        guard words.count == 8, let task = Task(rawValue: words[0]), let count = Int(words[2]),
            let choice = TrafficChoice(words: Array(words[3...]))
        else { throw Failure(.usage, "\(TrafficFiles.verb): it is started by 'luova-bench drain'; use that") }
        self.init(task, choice, count: count, in: BenchSpool(path: words[1]))
    }

    private var words: [String] { [TrafficFiles.verb, task.rawValue, spool.path, String(count)] + choice.words }

    /// Starts this program to do it, and waits until it has.
    func start(_ programs: BenchPrograms) throws(Failure) {
        let program = MeasuredProgram(path: programs.own, arguments: words, log: "\(spool.path)/../traffic.words")
        _ = try Measurement(of: program)
    }

    /// Does it, in this process.
    func run() throws(Failure) {
        ProcessSettings.raiseOpenFileLimit()
        switch task {
        case .fill: try fill()
        case .check: try check()
        }
    }

    private func fill() throws(Failure) {
        let pool = try TrafficPool(choice, messages: count)
        var drops: [String: Directory] = [:]
        try Failure.orFile { () throws(FileError) in
            for sender in choice.partners.senders { drops[sender] = try Directory(path: spool.drop(of: sender)) }
            for number in 0..<count {
                let message = pool.message(number)
                guard let drop = drops[message.sender], let name = FileName(message.name) else {
                    preconditionFailure("everybody who sends has a drop folder")
                }
                try drop.create(name, mode: 0o644).write(message.bytes)
            }
        }
    }

    private func check() throws(Failure) {
        let pool = try TrafficPool(choice, messages: count)
        var sent: Set<Digest> = []
        for number in 0..<count { sent.insert(Digest(of: pool.message(number).bytes)) }
        let partners = choice.partners
        for sender in partners.senders {
            let left = try Failure.orFile { () throws(FileError) in try BenchSpool.count(spool.drop(of: sender)) }
            guard left == 0 else { throw wrong("\(left) files are still in the drop folder of \(sender)") }
        }
        for receiver in partners.receivers {
            let path = spool.pickup(of: receiver)
            let entries = try Failure.orFile { () throws(FileError) in try Directory(path: path).entries() }
            for entry in entries {
                let file = "\(path)/\(entry.name.description)"
                let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read(file) }
                guard sent.remove(Digest(of: bytes)) != nil else { throw wrong("\(file) is not what was sent") }
            }
        }
        guard sent.isEmpty else { throw wrong("\(sent.count) of \(count) messages did not arrive") }
    }

    private func wrong(_ text: String) -> Failure {
        Failure(.software, "\(text); this is a bug, and nothing of this run counts")
    }
}
