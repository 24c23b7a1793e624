import Glibc

/// A file mapped into memory for reading (mmap(2)). Pages come from the disk as they are touched; nothing
/// is ever stored through the mapping, so that a full disk cannot end the process (SIGBUS).
@safe public struct MappedFile: ~Copyable {
    private let base: UnsafeMutableRawPointer
    /// Bytes mapped.
    public let count: Int

    /// Maps the first `count` bytes of a file, which must be that long and must stay so.
    public init(_ descriptor: borrowing Descriptor, count: Int) throws(FileError) {
        let mapped = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor.number, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw FileError(.map, descriptor.path, Errno(errno))
        }
        unsafe base = mapped
        self.count = count
    }

    deinit { unsafe munmap(base, count) }

    /// The 64-bit word at a byte offset, which must be a multiple of 8 inside the mapping.
    public subscript(word offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset & 7 == 0 && offset + 8 <= count)
        return unsafe base.load(fromByteOffset: offset, as: UInt64.self)
    }

    /// Lets go of the pages that were touched, so that they count as this process's no longer (madvise(2),
    /// MADV_DONTNEED). They come back as they are touched again.
    public borrowing func release() { unsafe madvise(base, count, MADV_DONTNEED) }
}
