import CLinux
import Glibc

/// How a process ended.
public enum ProcessEnd: Equatable, Sendable {
    /// It returned an exit code.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
}

/// What to start, and with what.
public struct ProcessLaunch: Sendable {
    /// The program's path; also its first argument.
    public var path: String
    /// What follows on its command line.
    public var arguments: [String]
    /// The environment, whole: nothing is inherited. Values are bytes without NUL.
    public var environment: [(name: String, value: [UInt8])]
    /// The account to run as; nil keeps ours.
    public var account: Account?
    /// The largest file that it may write, in bytes; SIGXFSZ ends it there.
    public var largestFile: Int64
    /// How many processes and threads its account may have, all together, when it starts another; the
    /// kernel does not count root's. Wider for one that shares our account, because ours count there too.
    public var mostProcesses: UInt64 { account == nil ? 4_096 : 1_024 }

    /// Describes a start.
    public init(
        path: String, arguments: [String] = [], environment: [(name: String, value: [UInt8])], account: Account?,
        largestFile: Int64
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.account = account
        self.largestFile = largestFile
    }
}

/// A running program, leader of a session of its own. Default signals, no capabilities, no
/// descriptors but the three given, the folder `/`. Its descendants cannot leave it: see `ProcessFamily`.
public struct ChildProcess: ~Copyable {
    /// Its process id, which is also the id of its group.
    public var identifier: Int32 { start.child }
    private let start: ProcessFamily.Start
    private let handle: Descriptor

    /// Starts a program with `input`, `output` and `error` as its descriptors 0, 1 and 2. Returns
    /// when it runs; throws with the reason when it cannot be executed, and with the code `watch` when it was executed
    /// and had to be killed at once, because there was no handle for it.
    public init(
        _ launch: ProcessLaunch, input: borrowing Descriptor, output: borrowing Descriptor,
        error: borrowing Descriptor
    ) throws(FileError) {
        var arguments = unsafe ([launch.path] + launch.arguments).map { unsafe strdup($0) }
        unsafe arguments.append(nil)
        var environment = unsafe launch.environment.map {
            unsafe strdup(bytes: Array($0.name.utf8) + [0x3D] + $0.value)
        }
        unsafe environment.append(nil)
        defer {
            unsafe release(arguments)
            unsafe release(environment)
        }
        var start = ProcessFamily.Start()
        let inputNumber = input.number
        let outputNumber = output.number
        let errorNumber = error.number
        let groups = launch.account?.groups ?? []
        let failure = unsafe arguments.withUnsafeMutableBufferPointer { arguments in
            unsafe environment.withUnsafeMutableBufferPointer { environment in
                unsafe groups.withUnsafeBufferPointer { groups in
                    var request = unsafe luova_launch()
                    unsafe request.path = unsafe UnsafePointer(arguments[0])
                    unsafe request.arguments = unsafe UnsafePointer(arguments.baseAddress)
                    unsafe request.environment = unsafe UnsafePointer(environment.baseAddress)
                    unsafe request.input = inputNumber
                    unsafe request.output = outputNumber
                    unsafe request.error = errorNumber
                    unsafe request.changes_user = launch.account == nil ? 0 : 1
                    unsafe request.user = launch.account?.user ?? 0
                    unsafe request.group = launch.account?.group ?? 0
                    unsafe request.group_count = groups.count
                    unsafe request.groups = groups.baseAddress
                    unsafe request.largest_file = UInt64(launch.largestFile)
                    unsafe request.most_processes = launch.mostProcesses
                    return ProcessFamily.start(&start) { unsafe luova_launch(&request, &$0) }
                }
            }
        }
        guard failure == 0 else { throw FileError(.launch, launch.path, Errno(failure)) }
        let number = luova_pidfd_open(start.child)
        guard number >= 0 else {
            let cause = Errno(errno)
            kill(-start.child, SIGKILL)
            ProcessFamily.forget(start)
            // Not `launch`: it has run, if only for a moment.
            throw FileError(.watch, launch.path, cause)
        }
        self.start = start
        handle = Descriptor(number: number, path: launch.path)
    }

    deinit { ProcessFamily.forget(start) }

    /// The number to wait on for reading: it is readable when the process has ended. It stays the
    /// child's own.
    public var waitable: Int32 { handle.number }

    /// Whether it has ended. It is not reaped by this, and its number stays its own.
    public borrowing func hasEnded() -> Bool {
        var raw = luova_end()
        return unsafe luova_wait(handle.number, &raw, 1) != 0
    }

    /// How it ended; nil while it runs. The first answer that is not nil reaps it.
    public borrowing func end() -> ProcessEnd? {
        var raw = luova_end()
        guard unsafe luova_wait(handle.number, &raw, 0) == 1 else { return nil }
        ProcessFamily.forget(start)
        return raw.code == CInt(CLD_EXITED) ? .exited(raw.status) : .signalled(raw.status)
    }

    /// Signals it and everything that it started and that stayed in its group (kill(2)). Not after it was
    /// reaped: the number may be another's by then.
    public borrowing func signalFamily(_ signal: Int32) { kill(-identifier, signal) }
}

/// A copy of bytes that need not be text, as a C string.
private func strdup(bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe Glibc.strdup(terminated)
}

/// Gives C strings back.
private func release(_ strings: [UnsafeMutablePointer<CChar>?]) {
    for place in unsafe strings.indices { unsafe free(strings[place]) }
}
