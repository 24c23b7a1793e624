import Dispatch
import Files
import Handling
import Messages
import Relaying

/// Hands alarms to a program of the operator's, one run for each that begins or ends: JSON on its standard input. It runs
/// in an environment of its own, like the programs that take messages, for a few seconds at most, a few at a time.
/// What it cannot take is logged and not tried again: the alarm itself stands in the journal. Belongs to the queue that
/// it is handed.
final class AlarmProgram {
    /// How long a run may take, in nanoseconds.
    private static let timeout: Int64 = 10_000_000_000
    private static let atATime = 2
    /// More do not wait: the newest are left out.
    private static let mostWaiting = 100

    private let path: String
    private let queue: DispatchQueue
    private let log: RelayLog
    private let watch: ProgramWatch
    private var waiting: [(change: AlarmChange, at: Timestamp)] = []
    private var running = 0

    init(path: String, queue: DispatchQueue, log: RelayLog) throws(FileError) {
        self.path = path
        self.queue = queue
        self.log = log
        watch = try ProgramWatch(queue: queue)
    }

    /// Hands a change on, when there is room.
    func tell(_ change: AlarmChange, now: Timestamp) {
        guard waiting.count < AlarmProgram.mostWaiting else {
            return failed(change, "too many alarms wait for it")
        }
        waiting.append((change, now))
        start()
    }

    private func start() {
        while running < AlarmProgram.atATime, !waiting.isEmpty {
            let (change, time) = waiting.removeFirst()
            run(change, time)
        }
    }

    private func run(_ change: AlarmChange, _ now: Timestamp) {
        let launch = ProcessLaunch(
            path: path, environment: [("PATH", Array("/usr/bin:/bin".utf8))], account: nil, largestFile: 1 << 30)
        do throws(FileError) {
            let pipe = try Pipe()
            // Far less than a pipe holds.
            try pipe.writer.write(AlarmProgram.json(change, now)[...])
            let input = pipe.takeReader()
            running += 1
            do throws(FileError) {
                try ProgramRun.start(
                    launch, input: input, output: try Descriptor.nullDevice(), timeout: AlarmProgram.timeout,
                    watch: watch, queue: queue
                ) { [weak self] answer, words in
                    guard let self else { return }
                    self.running -= 1
                    switch answer {
                    case .taken: break
                    case .refused(let text), .tryAgain(let text):
                        self.failed(change, words.isEmpty ? text : "\(text): \(words)")
                    }
                    self.start()
                }
            } catch {
                running -= 1
                throw error
            }
        } catch {
            failed(change, "it cannot be started: \(error)")
        }
    }

    private func failed(_ change: AlarmChange, _ text: String) {
        log(
            .warning, .reporting,
            "program for alarms, \(change.alarm.key.kind.rawValue) \(change.alarm.key.subject): \(text)")
    }

    /// One object on one line.
    static func json(_ change: AlarmChange, _ now: Timestamp) -> [UInt8] {
        var text = JSONText()
        text.openObject()
        text.string("state", change.begins ? "begins" : "ends")
        text.string("alarm", change.alarm.key.kind.rawValue)
        text.string("subject", change.alarm.key.subject)
        text.string("since", change.alarm.since)
        text.string("time", now)
        text.string("text", change.alarm.text)
        text.closeObject()
        return text.bytes + [0x0A]
    }
}
