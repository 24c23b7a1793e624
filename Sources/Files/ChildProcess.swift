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
/// descriptors but the three given, the folder `/`.
public struct ChildProcess: ~Copyable {
    /// Its process id, which is also the id of its group.
    public let identifier: Int32
    private let handle: Descriptor

    /// Starts a program with `input`, `output` and `error` as its descriptors 0, 1 and 2. Returns
    /// when it runs; throws with the reason when it cannot be executed.
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
        var child: pid_t = 0
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
                    return unsafe luova_launch(&request, &child)
                }
            }
        }
        guard failure == 0 else { throw FileError(.launch, launch.path, Errno(failure)) }
        let number = luova_pidfd_open(child)
        guard number >= 0 else {
            let cause = Errno(errno)
            kill(-child, SIGKILL)
            throw FileError(.launch, launch.path, cause)
        }
        identifier = child
        handle = Descriptor(number: number, path: launch.path)
    }

    /// The number to wait on for reading: it is readable when the process has ended. It stays the
    /// child's own.
    public var waitable: Int32 { handle.number }

    /// How it ended; nil while it runs. The first answer that is not nil reaps it.
    public borrowing func end() -> ProcessEnd? {
        var raw = luova_end()
        guard unsafe luova_wait(handle.number, &raw) == 1 else { return nil }
        return raw.code == CInt(CLD_EXITED) ? .exited(raw.status) : .signalled(raw.status)
    }

    /// Signals it and everything that it started and that stayed in its session (kill(2)).
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
