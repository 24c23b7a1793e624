import Glibc

/// A file mapped into memory, shared with the disk (mmap(2)): what is stored in it survives the
/// process, and a power cut only after `synchronize`.
@safe public struct MappedFile: ~Copyable {
    private let base: UnsafeMutableRawPointer
    /// Bytes mapped.
    public let count: Int
    private let path: String

    /// Maps the first `count` bytes of a file, which must be that long.
    public init(_ descriptor: borrowing Descriptor, count: Int) throws(FileError) {
        let mapped = unsafe mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.number, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw FileError(.map, descriptor.path, Errno(errno))
        }
        unsafe base = mapped
        self.count = count
        path = descriptor.path
    }

    deinit { unsafe munmap(base, count) }

    /// The 64-bit word at a byte offset, which must be a multiple of 8 inside the mapping.
    public subscript(word offset: Int) -> UInt64 {
        get {
            precondition(offset >= 0 && offset + 8 <= count)
            return unsafe base.load(fromByteOffset: offset, as: UInt64.self)
        }
        nonmutating set {
            precondition(offset >= 0 && offset + 8 <= count)
            unsafe base.storeBytes(of: newValue, toByteOffset: offset, as: UInt64.self)
        }
    }

    /// Writes changed pages to the disk (msync(2)).
    public borrowing func synchronize() throws(FileError) {
        guard unsafe msync(base, count, MS_SYNC) == 0 else { throw FileError(.synchronize, path, Errno(errno)) }
    }
}
