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

    /// Runs a program, waits for it (wait4(2)), and throws when it ends otherwise than with 0.
    init(of program: MeasuredProgram) throws(Failure) {
        var usage = rusage()
        var status: CInt = 0
        let start = Clock.monotonic()
        let child = try program.start()
        while wait4(child, &status, 0, &usage) < 0 {
            let cause = errno
            guard cause == EINTR else {
                throw Failure(.software, "\(program.path): cannot wait for it: errno \(cause)")
            }
        }
        wall = Double(Clock.monotonic() - start) / 1e9
        user = Measurement.seconds(usage.ru_utime)
        system = Measurement.seconds(usage.ru_stime)
        peak = Int(usage.ru_maxrss) * 1_024
        try Interruption.check()
        if status != 0 { throw program.failure(status: status) }
    }

    /// Messages a second.
    func rate(_ messages: Int) -> Double { Double(messages) / wall }

    /// Microseconds of processor time a message.
    func cost(_ messages: Int) -> Double { (user + system) * 1e6 / Double(messages) }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
