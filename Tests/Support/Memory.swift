// Whether a file's content lies in memory, or would have to come from the disk.

import Glibc
import XCTest

/// Whether the first page of a file is in the page cache (mincore(2)).
public func isInMemory(_ path: String) throws -> Bool {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    XCTAssertGreaterThanOrEqual(file, 0, path)
    defer { close(file) }
    let page = unsafe try XCTUnwrap(mmap(nil, 4_096, PROT_READ, MAP_SHARED, file, 0))
    defer { unsafe munmap(page, 4_096) }
    var answer: UInt8 = 0
    XCTAssertEqual(unsafe mincore(page, 4_096, &answer), 0)
    return answer & 1 == 1
}
