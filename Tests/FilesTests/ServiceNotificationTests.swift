// What the service manager is told, on a socket of the test's own.

import Files
import Glibc
import Support
import XCTest

final class ServiceNotificationTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    /// A datagram socket bound to an address; a leading `@` names the abstract space.
    private func listen(at address: String) throws -> Int32 {
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, size) }
        }
        guard number >= 0, bound == 0 else { throw FileError(.create, address, Errno(errno)) }
        return number
    }

    private func received(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = recv(number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
    }

    func testTheManagerIsTold() throws {
        let manager = try listen(at: folder.path(of: "s"))
        defer { close(manager) }
        try ServiceNotification.send("READY=1\nSTATUS=waiting", to: folder.path(of: "s"))
        XCTAssertEqual(received(manager), "READY=1\nSTATUS=waiting")
    }

    func testTheManagerMayListenInTheAbstractSpace() throws {
        let address = "@" + folder.path
        let manager = try listen(at: address)
        defer { close(manager) }
        try ServiceNotification.send("WATCHDOG=1", to: address)
        XCTAssertEqual(received(manager), "WATCHDOG=1")
    }

    func testAManagerThatIsNotThereIsTold() {
        XCTAssertEqual(
            causeOfFailure { try ServiceNotification.send("READY=1", to: folder.path(of: "s")) }, .noSuchFile)
        XCTAssertEqual(causeOfFailure { try ServiceNotification.send("READY=1", to: "") }?.number, ENAMETOOLONG)
        let long = "/" + String(repeating: "x", count: 200)
        XCTAssertEqual(causeOfFailure { try ServiceNotification.send("READY=1", to: long) }?.number, ENAMETOOLONG)
    }
}
