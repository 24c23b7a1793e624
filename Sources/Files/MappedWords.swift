import Glibc

/// A few words of a file that can be stored without a system call and survive the process (mmap(2)), but not
/// a power cut. Threads may share it when each stores only words of its own.
///
/// The file is made of written bytes and not of a hole, so that no store needs room on the disk: on a full
/// one that would end the process (SIGBUS).
///
/// Unchecked: a word is stored by one thread, and read by others only before that thread is there.
@safe public final class MappedWords: @unchecked Sendable {  // reason: each word belongs to one thread
    private let base: UnsafeMutableRawPointer
    /// How many words there are.
    public let count: Int

    /// Maps the first `count` words of a file, which is made longer where it is too short.
    public init(_ file: borrowing Descriptor, count: Int) throws(FileError) {
        let size = 8 * count
        if try file.status().size < Int64(size) { try file.write([UInt8](repeating: 0, count: size)[...]) }
        let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.number, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw FileError(.map, file.path, Errno(errno))
        }
        unsafe base = mapped
        self.count = count
    }

    deinit { unsafe munmap(base, 8 * count) }

    /// A word.
    public subscript(place: Int) -> UInt64 {
        get {
            precondition((0..<count).contains(place))
            return unsafe base.load(fromByteOffset: 8 * place, as: UInt64.self)
        }
        set {
            precondition((0..<count).contains(place))
            unsafe base.storeBytes(of: newValue, toByteOffset: 8 * place, as: UInt64.self)
        }
    }
}
