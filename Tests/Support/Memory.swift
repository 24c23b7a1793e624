// Whether a file's content lies in memory, or would have to come from the disk.

public import Files
import Glibc

/// Whether the first page of a file is in the page cache (mincore(2)).
public func isInMemory(_ path: String) throws(FileError) -> Bool {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError(.open, path, Errno(errno)) }
    defer { close(file) }
    let page = unsafe mmap(nil, 1, PROT_READ, MAP_SHARED, file, 0)
    guard let page, unsafe page != MAP_FAILED else { throw FileError(.read, path, Errno(errno)) }
    defer { unsafe munmap(page, 1) }
    var answer: UInt8 = 0
    guard unsafe mincore(page, 1, &answer) == 0 else { throw FileError(.read, path, Errno(errno)) }
    return answer & 1 == 1
}
