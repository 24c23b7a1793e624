import Files
import Glibc

/// A program that stays: started, ready, looked at while it works, and ended with SIGTERM. Killed when nobody holds
/// it any more.
final class DaemonProcess {
    /// What it is and where its words go.
    let program: MeasuredProgram
    /// Its process id.
    let identifier: pid_t
    /// How long its start took, in nanoseconds.
    let startTime: Int64
    private var isGone = false

    /// Starts it and waits until it says that it is ready.
    init(_ program: MeasuredProgram) throws(Failure) {
        self.program = program
        let start = Clock.monotonic()
        let process = try program.start()
        identifier = process
        var isReady = false
        for _ in 0..<60_000 where !isReady {
            let text = (try? WholeFile.read(program.log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            isReady = text.contains("ready:")
            var status: CInt = 0
            if waitpid(process, &status, WNOHANG) == process { throw program.failure(status: status) }
            if !isReady { ScratchFolder.pause(nanoseconds: 1_000_000) }
        }
        startTime = Clock.monotonic() - start
        guard isReady else { throw Failure(.software, "\(program.path) does not become ready") }
    }

    deinit {
        guard !isGone else { return }
        kill(identifier, SIGKILL)
        waitpid(identifier, nil, 0)
    }

    /// What /proc says of it.
    var reading: ProcessReading { ProcessReading(process: identifier) }

    /// Throws when it has ended by itself.
    func mustRun() throws(Failure) {
        var status: CInt = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return }
        isGone = true
        throw program.failure(status: status)
    }

    /// Asks it to end, and waits. The daemon must end with 0; the floor may die of the signal.
    func stop() throws(Failure) {
        kill(identifier, SIGTERM)
        var status: CInt = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        isGone = true
        if status != 0, status & 0x7F != SIGTERM { throw program.failure(status: status) }
    }
}
