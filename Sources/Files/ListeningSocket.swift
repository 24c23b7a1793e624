import CLinux
import Glibc

/// A stream socket at a path, where other processes of this machine connect (unix(7)).
public struct ListeningSocket: ~Copyable {
    /// So many may wait to be let in.
    private static let backlog: CInt = 128

    private let descriptor: Descriptor
    private let folder: Directory
    private let name: FileName
    private let place: FileStatus?

    /// Listens at a path. What a process that was killed has left there is replaced; where somebody listens,
    /// it fails with `addressInUse`, and where something else lies, with `fileExists`.
    ///
    /// It is made under another name, gets its mode, and is then renamed into place, so that nobody meets it half made.
    ///
    /// - Parameter mode: its permission bits; who may write to it may connect.
    public init(path: String, mode: UInt32) throws(FileError) {
        let parts = path.split(separator: "/")
        guard let last = parts.last, let name = FileName(String(last)) else {
            throw FileError(.listen, path, .invalid)
        }
        let above = parts.dropLast().joined(separator: "/")
        let isAbsolute = path.hasPrefix("/")
        let folder = try Directory(path: above.isEmpty ? (isAbsolute ? "/" : ".") : (isAbsolute ? "/" + above : above))
        if let status = try folder.status(of: name) {
            guard status.kind == .other else { throw FileError(.listen, path, .fileExists) }
            if try ListeningSocket.isAlive(path) { throw FileError(.listen, path, .addressInUse) }
        }
        guard let new = FileName(".\(last).\(ProcessSettings.identifier)") else {
            throw FileError(.listen, path, Errno(ENAMETOOLONG))
        }
        try folder.remove(new)
        let temporary = "\(folder.path)/\(new.description)"
        var number: CInt = -1
        let text = temporary.utf8CString
        let failure = unsafe luova_listen(text.map { $0 }, text.count - 1, ListeningSocket.backlog, &number)
        guard failure == 0 else { throw FileError(.listen, path, Errno(failure)) }
        let made = Descriptor(number: number, path: path)
        let place: FileStatus?
        do throws(FileError) {
            guard unsafe chmod(temporary, mode) == 0 else { throw FileError(.changeOwner, path, Errno(errno)) }
            place = try folder.status(of: new)
            try folder.rename(new, to: folder, name, replacing: true)
        } catch {
            _ = try? folder.remove(new)
            throw error
        }
        self.init(made, folder, name, place)
    }

    private init(_ descriptor: consuming Descriptor, _ folder: Directory, _ name: FileName, _ place: FileStatus?) {
        self.descriptor = descriptor
        self.folder = folder
        self.name = name
        self.place = place
    }

    /// Whether somebody listens at a path. Nobody does at what a killed process has left.
    private static func isAlive(_ path: String) throws(FileError) -> Bool {
        do throws(FileError) {
            _ = try Descriptor.connected(to: path, patience: 1)
            return true
        } catch {
            if error.cause == .connectionRefused || error.cause == .noSuchFile { return false }
            // So many wait there that there is no room for one more.
            if error.cause == .tryAgain { return true }
            throw error
        }
    }

    /// The number to wait on: readable while somebody waits to be let in. It stays the socket's own.
    public var waitable: Int32 { descriptor.waitable }

    /// Lets in who has waited longest; nil when nobody waits. Reading and writing of what is returned do not block.
    public borrowing func accept() throws(FileError) -> Descriptor? {
        while true {
            let number = luova_accept(descriptor.number)
            if number >= 0 { return Descriptor(number: number, path: "a connection to \(name.description)") }
            let cause = Errno(errno)
            switch cause {
            // Who waited has gone again.
            case Errno(EINTR), Errno(ECONNABORTED): continue
            case .tryAgain: return nil
            default: throw FileError(.listen, descriptor.path, cause)
            }
        }
    }

    /// Takes its name away, unless it is another's by now. Who is connected stays so.
    public borrowing func removeName() {
        guard let place, let now = try? folder.status(of: name), now.isSameFile(as: place) else { return }
        _ = try? folder.remove(name)
    }
}
