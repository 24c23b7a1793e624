/// What could not be done to which file, and what a person can do about it.
///
/// Thrown by everything in `Files`. The set of codes is closed: a caller may switch over it.
public struct FileError: Error, Sendable, CustomStringConvertible {
    /// What was being done.
    public enum Code: Sendable {
        case open, create, read, write, status, list, rename, remove, synchronize, makeDirectory
        case lock, lease, changeOwner, map, watch, launch, notify, listen, connect
        /// A folder that everything else can be renamed into.
        case join
    }

    /// What was being done.
    public let code: Code
    /// To which file; bytes that are no text are escaped.
    public let path: String
    /// Why the kernel refused.
    public let cause: Errno

    /// Names a failed operation.
    public init(_ code: Code, _ path: String, _ cause: Errno) {
        self.code = code
        self.path = path
        self.cause = cause
    }

    /// Whether the same may well be possible later, when there is room or a right again: nothing is wrong
    /// with the file itself. Never so for what could not be made durable.
    public var isPassing: Bool {
        code != .synchronize
            && [.noSpace, .noQuota, .tooManyOpenFiles, .tooManyOpenFilesEverywhere, .noMemory, .readOnly].contains(
                cause)
    }

    /// One sentence: the path, what could not be done, why, and what to do.
    public var description: String {
        let remedy = remedy.map { "; \($0)" } ?? ""
        return "\(path): cannot \(verb): \(cause.sentence)\(remedy)"
    }

    private var verb: String {
        switch code {
        case .open: "open"
        case .create: "create"
        case .read: "read"
        case .write: "write"
        case .status: "look at it"
        case .list: "list"
        case .rename: "rename"
        case .remove: "remove"
        case .synchronize: "make durable"
        case .makeDirectory: "make the folder"
        case .lock: "lock"
        case .lease: "take a lease"
        case .changeOwner: "change owner or mode"
        case .map: "map into memory"
        case .watch: "watch"
        case .launch: "start"
        case .notify: "notify"
        case .listen: "listen"
        case .connect: "connect"
        case .join: "use it together with the rest of the spool"
        }
    }

    private var remedy: String? {
        switch cause {
        // What inotify calls room and files are limits of its own.
        case .noSpace where code == .watch: "raise fs.inotify.max_user_watches"
        case .tooManyOpenFiles where code == .watch: "raise fs.inotify.max_user_instances, or the limit of open files"
        case .noSuchFile: "create it, or correct the path"
        case .accessDenied, .notPermitted: "give the account that this runs as the right to it"
        case .fileExists: "remove or rename what is there"
        case .noSpace, .noQuota: "free some space on this file system"
        case .tooManyOpenFiles, .tooManyOpenFilesEverywhere: "raise the limit of open files"
        case Errno(18): "unmount what is mounted there: one mount must hold the whole spool"
        case .readOnly: "remount the file system for writing"
        default: nil
        }
    }
}
