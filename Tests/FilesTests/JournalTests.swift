// The journal's native protocol, on a socket of the test's own.

import Files
import Glibc
import Support
import XCTest

final class JournalTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var journal: Int32 = -1
    private var address: String { folder.path(of: "s") }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        journal = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(address.utf8)) }
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(journal, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        XCTAssertEqual(bound, 0)
    }

    override func tearDown() {
        close(journal)
        folder.remove()
    }

    private func received() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(journal, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return Array(buffer.prefix(max(0, count)))
    }

    func testAnEntryIsFieldsOfOneLineEach() throws {
        try Journal.send([("MESSAGE", Array("a=b".utf8)), ("PRIORITY", Array("6".utf8))], to: address)
        XCTAssertEqual(received(), Array("MESSAGE=a=b\nPRIORITY=6\n".utf8))
    }

    func testAValueOfSeveralLinesHasItsLengthInFront() throws {
        try Journal.send([("MESSAGE", Array("a\nb".utf8))], to: address)
        XCTAssertEqual(received(), Array("MESSAGE\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("a\nb\n".utf8))
    }

    func testAJournalThatIsNotThereIsTold() {
        XCTAssertEqual(causeOfFailure { try Journal.send([], to: folder.path(of: "none")) }, .noSuchFile)
    }

    func testStandardErrorGoesToTheJournalOnlyIfItIsTheSameStream() throws {
        var status = stat()
        XCTAssertEqual(fstat(2, &status), 0)
        XCTAssertTrue(Journal.receivesStandardError("\(status.st_dev):\(status.st_ino)"))
        XCTAssertFalse(Journal.receivesStandardError("\(status.st_dev):\(status.st_ino + 1)"))
        XCTAssertFalse(Journal.receivesStandardError("\(status.st_dev + 1):\(status.st_ino)"))
        for text in ["", ":", "1", "1:", "a:b", "\(status.st_dev):\(status.st_ino):1"] {
            XCTAssertFalse(Journal.receivesStandardError(text), text)
        }
    }
}
