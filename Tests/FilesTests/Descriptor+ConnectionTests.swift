// Who is at the other end of a connection, and what it takes.

import Files
import Glibc
import Support
import XCTest

final class DescriptorConnectionTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var path: String { folder.path(of: "socket") }

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    private func peer(_ connect: () throws -> Descriptor) throws -> Peer {
        let socket = try ListeningSocket(path: path, mode: 0o666)
        let client = try connect()
        guard let server = try socket.accept() else { throw FileError(.listen, path, .invalid) }
        _ = try client.status()
        return try server.peer()
    }

    func testWeKnowOurselves() throws {
        let peer = try peer { try Descriptor.connected(to: path, patience: 10) }
        XCTAssertEqual(peer.process, getpid())
        XCTAssertEqual(peer.user, geteuid())
        XCTAssertEqual(peer.group, getegid())
        var groups = [gid_t](repeating: 0, count: 1_024)
        let count = getgroups(Int32(groups.count), &groups)
        XCTAssertEqual(Set(peer.groups), Set(groups.prefix(Int(count))))
        XCTAssertTrue(peer.isMember(of: getegid()))
        XCTAssertFalse(peer.isMember(of: 4_000_000_000))
    }

    func testAnotherAccountIsTheOther() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs another account
        }
        let peer = try peer { try OtherAccount.run { try Descriptor.connected(to: path, patience: 10) } }
        XCTAssertEqual(peer.user, OtherAccount.identifier)
        XCTAssertEqual(peer.group, OtherAccount.identifier)
    }

    func testWhatIsNoConnectionHasNoPeer() throws {
        try folder.write("", to: "file")
        let file = try folder.directory.open(fileName("file"))
        XCTAssertEqual(causeOfFailure { _ = try file.peer() }?.number, ENOTSOCK)
    }

    func testAConnectionTakesSomeAndThenNoMoreAndNeverBlocks() throws {
        let socket = try ListeningSocket(path: path, mode: 0o666)
        let client = try Descriptor.connected(to: path, patience: 10)
        guard let server = try socket.accept() else { return XCTFail("nobody came") }
        let bytes = [UInt8](repeating: 7, count: 1 << 20)
        var sent = 0
        while let count = try server.sendAvailable(bytes[...]) { sent += count }
        XCTAssertGreaterThan(sent, 0)
        let set = try ReadinessSet()
        try set.add(server.waitable, forWriting: true)
        XCTAssertEqual(set.ready(), [])
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var read = 0
        while read < sent { read += try XCTUnwrap(client.readAvailable(into: &buffer)) }
        XCTAssertEqual(set.ready(), [server.waitable])
    }

    func testOneWhoseOtherEndIsGoneFailsWithoutASignal() throws {
        let socket = try ListeningSocket(path: path, mode: 0o666)
        _ = try Descriptor.connected(to: path, patience: 10)
        guard let server = try socket.accept() else { return XCTFail("nobody came") }
        XCTAssertEqual(causeOfFailure { _ = try server.sendAvailable([1]) }?.number, EPIPE)
    }
}
