import CLinux
import Glibc

/// Small whole files by path: configuration, schemas, samples. Not for messages in the spool, which
/// are opened relative to their folder.
public enum WholeFile {
    /// All bytes of the file; `-` is standard input. At most `limit` bytes are read: a file that is
    /// longer comes back with `limit` + 1 bytes, so that the caller sees that it is.
    public static func read(_ path: String, limit: Int = .max - 1) throws(FileError) -> [UInt8] {
        let descriptor = try open(path)
        var bytes: [UInt8] = []
        let size = try descriptor.status().size
        bytes.reserveCapacity(Int(min(size, 1 << 30)) + 1)
        var buffer = [UInt8](repeating: 0, count: max(4096, min(Int(size) + 1, 1 << 20)))
        while bytes.count <= limit {
            guard let count = try descriptor.readAvailable(into: &buffer), count > 0 else { break }
            bytes.append(contentsOf: buffer[..<min(count, limit + 1 - bytes.count)])
        }
        return bytes
    }

    /// The file, open for reading from its start; `-` is standard input.
    public static func open(_ path: String) throws(FileError) -> Descriptor {
        if path == "-" { return Descriptor(number: dup(0), path: "standard input") }
        do {
            let number = try SystemCall.open(AT_FDCWD, path.utf8CString.map { $0 }, O_RDONLY)
            return Descriptor(number: number, path: path)
        } catch {
            throw FileError(.open, path, error)
        }
    }

    /// Writes a file, replacing what is there. Not durable and not atomic: for exports, never for
    /// the spool.
    public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(FileError) {
        do {
            let flags = O_WRONLY | O_CREAT | O_TRUNC
            let number = try SystemCall.open(AT_FDCWD, path.utf8CString.map { $0 }, flags, mode: mode)
            try Descriptor(number: number, path: path).write(bytes[...])
        } catch let error as Errno {
            throw FileError(.create, path, error)
        } catch let error as FileError {
            throw error
        } catch {
            preconditionFailure("an error of neither kind: \(error)")
        }
    }

    /// Whether something is there, and what; a link at the end is followed.
    public static func status(_ path: String) -> FileStatus? {
        guard let number = try? SystemCall.open(AT_FDCWD, path.utf8CString.map { $0 }, CInt(LUOVA_O_PATH)) else {
            return nil
        }
        return try? Descriptor(number: number, path: path).status()
    }

    /// Makes a folder and what is missing above it.
    public static func makeDirectories(_ path: String, mode: UInt32 = 0o755) throws(FileError) {
        var built = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/" + part
            do {
                try SystemCall.mkdir(AT_FDCWD, built.utf8CString.map { $0 }, mode: mode)
            } catch {
                if error != .fileExists { throw FileError(.makeDirectory, built, error) }
            }
        }
    }

    /// The path with links and dots resolved (realpath(3)); nil when it leads nowhere.
    public static func resolved(_ path: String) -> String? {
        guard let raw = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(raw) }
        return unsafe String(cString: raw)
    }
}
