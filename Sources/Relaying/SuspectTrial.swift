import Files
import Messages
import Spooling

/// Judges a file that was being inspected when the process before ended in a process of its own, so that a
/// file that kills or hangs its judge is found out without another death of the service.
///
/// Only what becomes of that process counts: somebody who kills the service again and again makes no file
/// suspect a second time.
public struct SuspectTrial: Sendable {
    /// The program that judges one file and changes nothing: `luova explain` of this same build.
    public struct Judge: Sendable {
        /// Its path.
        public var path: String
        /// What goes on its command line before the sender; it reads the file from its standard input.
        public var arguments: [String]
        /// Its environment.
        public var environment: [(name: String, value: [UInt8])]

        /// Names a program.
        public init(path: String, arguments: [String], environment: [(name: String, value: [UInt8])]) {
            self.path = path
            self.arguments = arguments
            self.environment = environment
        }
    }

    let judge: Judge

    /// How a file behaved.
    enum Outcome: Equatable {
        /// Its judge came to an end.
        case harmless
        /// It killed its judge, or held it up for too long; in words.
        case poison(String)
    }

    /// Judges a file. Blocks until its judge has ended, or has had `patience` nanoseconds.
    func judge(
        _ file: borrowing DropFile, from sender: ParticipantIdentifier, patience: Int64
    ) throws(FileError) -> Outcome {
        let launch = ProcessLaunch(
            path: judge.path, arguments: judge.arguments + ["--from", sender.text, "-"],
            environment: judge.environment, account: nil, largestFile: 1 << 20)
        let nothing = try Descriptor.nullDevice()
        return try file.lend { input throws(FileError) in
            try watch(ChildProcess(launch, input: input, output: nothing, error: nothing), patience)
        }
    }

    private func watch(_ child: consuming ChildProcess, _ patience: Int64) -> Outcome {
        let end = Clock.monotonic() + patience
        var isLate = false
        while true {
            if let ended = child.end() {
                if isLate { return .poison("judging it took longer than \(patience / 1_000_000_000) s") }
                if case .signalled(let number) = ended { return .poison("signal \(number) ended its judge") }
                return .harmless
            }
            if !isLate, Clock.monotonic() > end {
                isLate = true
                child.signalFamily(9)
            }
            ScratchFolder.pause(nanoseconds: 2_000_000)
        }
    }
}
