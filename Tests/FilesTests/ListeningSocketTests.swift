// A socket at a path: who connects is let in and known, and what lies there already is treated with care.

import Files
import Glibc
import Support
import XCTest

final class ListeningSocketTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var path: String { folder.path(of: "socket") }

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    func testWhoConnectsIsLetInAndHeard() throws {
        let socket = try ListeningSocket(path: path, mode: 0o666)
        XCTAssertTrue(try socket.accept() == nil)
        let client = try Descriptor.connected(to: path, patience: 10)
        let server = try XCTUnwrap(Accepted(socket))
        var buffer = [UInt8](repeating: 0, count: 16)
        XCTAssertNil(try server.descriptor.readAvailable(into: &buffer))
        try client.send([1, 2, 3])
        XCTAssertEqual(try server.descriptor.readAvailable(into: &buffer), 3)
        XCTAssertEqual(try server.descriptor.sendAvailable([4, 5]), 2)
        XCTAssertEqual(try client.readAvailable(into: &buffer), 2)
        XCTAssertEqual(buffer.prefix(2), [4, 5])
    }

    /// A connection that an optional can hold.
    private final class Accepted {
        let descriptor: Descriptor
        init?(_ socket: borrowing ListeningSocket) throws {
            guard let accepted = try socket.accept() else { return nil }
            descriptor = accepted
        }
    }

    func testItHasItsModeAndNoOtherNameBeside() throws {
        let socket = try ListeningSocket(path: path, mode: 0o622)
        XCTAssertEqual(WholeFile.status(path)?.mode, 0o622)
        XCTAssertEqual(try folder.names(), ["socket"])
        socket.removeName()
        XCTAssertEqual(try folder.names(), [])
    }

    func testWhatAKilledProcessLeftIsReplaced() throws {
        try leave()
        XCTAssertNotNil(WholeFile.status(path))
        let socket = try ListeningSocket(path: path, mode: 0o666)
        let client = try Descriptor.connected(to: path, patience: 10)
        XCTAssertNotNil(try Accepted(socket))
        _ = try client.status()
    }

    /// A socket that nobody listens at any more.
    private func leave() throws { _ = try ListeningSocket(path: path, mode: 0o666) }

    func testWhereSomebodyListensItFails() throws {
        let first = try ListeningSocket(path: path, mode: 0o666)
        XCTAssertEqual(causeOfFailure { _ = try ListeningSocket(path: path, mode: 0o666) }, .addressInUse)
        XCTAssertEqual(try folder.names(), ["socket"])
        _ = try Descriptor.connected(to: path, patience: 10)
        first.removeName()
    }

    func testWhatIsNoSocketIsLeftAlone() throws {
        try folder.write("mine", to: "socket")
        XCTAssertEqual(causeOfFailure { _ = try ListeningSocket(path: path, mode: 0o666) }, .fileExists)
        XCTAssertEqual(try folder.read("socket"), "mine")
    }

    #if DEBUG
        func testWhereItCannotGetItsNameItLeavesNone() throws {
            for call in ["rename", "fstatat@/.socket"] {
                XCTAssertTrue(FaultSeam.install("\(call)=EIO"))
                defer { XCTAssertTrue(FaultSeam.install("")) }
                XCTAssertEqual(causeOfFailure { _ = try ListeningSocket(path: path, mode: 0o666) }?.number, EIO, call)
                XCTAssertEqual(try folder.names(), [], call)
            }
        }
    #endif

    func testTheNameOfAnotherIsNotTakenAway() throws {
        let first = try ListeningSocket(path: path, mode: 0o666)
        try folder.directory.remove(fileName("socket"))
        let second = try ListeningSocket(path: path, mode: 0o666)
        first.removeName()
        XCTAssertEqual(try folder.names(), ["socket"])
        second.removeName()
    }

    func testAPathThatIsTooLongOrLeadsNowhereFails() {
        let long = folder.path(of: String(repeating: "x", count: 120))
        XCTAssertEqual(causeOfFailure { _ = try ListeningSocket(path: long, mode: 0o666) }?.number, ENAMETOOLONG)
        XCTAssertEqual(
            causeOfFailure { _ = try ListeningSocket(path: folder.path(of: "none/socket"), mode: 0o666) }, .noSuchFile)
        XCTAssertEqual(causeOfFailure { _ = try Descriptor.connected(to: path, patience: 1) }, .noSuchFile)
    }
}
