import CLibXML2
import CLinux
import Files
import Glibc

/// What a process cost from its start to its end, as the kernel counts it.
struct Measurement {
    /// Seconds from before it was started until it was gone.
    let wall: Double
    /// Seconds of processor time in the program itself.
    let user: Double
    /// Seconds of processor time in the kernel on its behalf.
    let system: Double
    /// The most memory that it had in use at once, in bytes.
    let peak: Int

    /// How it ended (wait(2)).
    private let status: CInt

    /// The code that it ended with; nil when a signal ended it.
    var exitCode: CInt? { signal == 0 ? status >> 8 & 0xFF : nil }
    /// The signal that ended it; 0 when none did.
    var signal: CInt { status & 0x7F }

    /// Runs a program, waits for it, and throws when it ends otherwise than with 0.
    init(of program: MeasuredProgram) throws(Failure) {
        try self.init(ofAny: program)
        if status != 0 { throw program.failure(status: status) }
    }

    /// Runs a program and waits for it (wait4(2)), however it ends.
    ///
    /// - Parameter patience: after so many seconds it is killed; nil: never.
    init(ofAny program: MeasuredProgram, patience: Double? = nil) throws(Failure) {
        var usage = rusage()
        var status: CInt = 0
        let start = Clock.monotonic()
        let child = try program.start()
        while true {
            let answer = wait4(child, &status, patience == nil ? 0 : WNOHANG, &usage)
            if answer > 0 { break }
            let cause = errno
            guard answer == 0 || cause == EINTR else {
                throw Failure(.software, "\(program.path): cannot wait for it: errno \(cause)")
            }
            guard answer == 0, let patience else { continue }
            if Double(Clock.monotonic() - start) / 1e9 > patience { kill(child, SIGKILL) }
            ScratchFolder.pause(nanoseconds: 1_000_000)
        }
        self.status = status
        wall = Double(Clock.monotonic() - start) / 1e9
        user = Measurement.seconds(usage.ru_utime)
        system = Measurement.seconds(usage.ru_stime)
        peak = Int(usage.ru_maxrss) * 1_024
        try Interruption.check()
    }

    /// Messages a second.
    func rate(_ messages: Int) -> Double { Double(messages) / wall }

    /// Microseconds of processor time a message.
    func cost(_ messages: Int) -> Double { (user + system) * 1e6 / Double(messages) }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
