import Glibc

/// A large table of 64-bit words in memory, all 0 at first (mmap(2)). Pages that were never stored to take
/// no memory; the kernel is asked for large pages (MADV_HUGEPAGE), since the table is used in random places.
@safe public struct ZeroedWords: ~Copyable {
    private let base: UnsafeMutablePointer<UInt64>
    /// How many words.
    public let count: Int

    /// Maps so many words.
    public init(count: Int) throws(FileError) {
        let mapped = unsafe mmap(nil, 8 * count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw FileError(.map, "memory", Errno(errno))
        }
        // 14 is MADV_HUGEPAGE; where the kernel has no large pages, small ones do.
        unsafe madvise(mapped, 8 * count, 14)
        unsafe base = mapped.assumingMemoryBound(to: UInt64.self)
        self.count = count
    }

    deinit { unsafe munmap(base, 8 * count) }

    /// The word at a place.
    public subscript(place: Int) -> UInt64 {
        get {
            precondition(place >= 0 && place < count)
            return unsafe base[place]
        }
        nonmutating set {
            precondition(place >= 0 && place < count)
            unsafe base[place] = newValue
        }
    }
}
