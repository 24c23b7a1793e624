import Files
import Glibc

/// A file that the disk goes on writing to after its last descriptor is closed: it is mapped, a direct read
/// (O_DIRECT) from another file is on its way into the mapping, and then mapping and descriptor go. The kernel
/// keeps the pages until the read is over, and counts no writer meanwhile.
struct PinnedMessage {
    /// Bytes of a read: long enough to be on its way for a while.
    static let length = 8 << 20
    private static let page = 4_096

    private let source: CInt
    /// Where the first part of a read goes; the last page goes into the message.
    private let buffer: UnsafeMutableRawPointer

    /// Reads from a file on a disk; nil when its file system has no direct reads.
    init?(source path: String) {
        // O_DIRECT, which Glibc's module hides.
        source = open(path, O_RDONLY | 0o40000)
        var pages: UnsafeMutableRawPointer?
        guard source >= 0, posix_memalign(&pages, PinnedMessage.page, PinnedMessage.length) == 0, let pages else {
            return nil
        }
        memset(pages, 0, PinnedMessage.length)
        buffer = pages
    }

    /// What a thread needs for one read.
    private struct Read {
        var source: CInt
        var parts: [iovec]
    }

    /// Writes a message to a new file, and leaves it to the disk.
    ///
    /// - Parameter pause: nanoseconds until mapping and descriptor go.
    func write(_ bytes: ArraySlice<UInt8>, to path: String, pause: Int) {
        let number = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o660)
        guard number >= 0 else { return }
        ftruncate(number, off_t(bytes.count))
        let map = mmap(nil, PinnedMessage.page, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
        guard let map, map != MAP_FAILED else {
            close(number)
            return
        }
        bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: map, count: $0.count).copyMemory(from: $0) }
        let first = PinnedMessage.length - PinnedMessage.page
        let read = Read(
            source: source,
            parts: [
                iovec(iov_base: buffer, iov_len: first), iovec(iov_base: map, iov_len: PinnedMessage.page),
            ])
        let job = UnsafeMutablePointer<Read>.allocate(capacity: 1)
        job.initialize(to: read)
        var thread = pthread_t()
        let answer = pthread_create(
            &thread, nil,
            { job in
                guard let read = job?.assumingMemoryBound(to: Read.self) else { return nil }
                preadv(read.pointee.source, read.pointee.parts, CInt(read.pointee.parts.count), 0)
                read.deinitialize(count: 1)
                read.deallocate()
                return nil
            }, job)
        if answer == 0 { pthread_detach(thread) }
        ScratchFolder.pause(nanoseconds: Int64(1_000_000 + pause))
        // Not munmap(2): the address must not come again while the read may still look for its pages.
        _ = mmap(map, PinnedMessage.page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
        close(number)
    }
}
