import Glibc

extension Descriptor {
    /// The null device (null(4)), open for writing: for what nobody wants to read.
    public static func nullDevice() throws(FileError) -> Descriptor {
        do {
            let number = try SystemCall.open(AT_FDCWD, "/dev/null".utf8CString.map { $0 }, O_WRONLY)
            return Descriptor(number: number, path: "/dev/null")
        } catch {
            throw FileError(.open, "/dev/null", error)
        }
    }

    /// One of the process's own descriptors, duplicated: 0, 1 or 2.
    public static func standard(_ number: Int32) throws(FileError) -> Descriptor {
        let copy = dup(number)
        guard copy >= 0 else { throw FileError(.open, "descriptor \(number)", Errno(errno)) }
        return Descriptor(number: copy, path: "descriptor \(number)")
    }
}
