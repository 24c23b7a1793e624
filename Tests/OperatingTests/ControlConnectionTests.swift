// One connection: the request as it comes in pieces, and the answer as it is fetched.

import Files
import Recording
import Support
import XCTest

@testable import Operating

final class ControlConnectionTests: XCTestCase {
    private func connection() throws -> ControlConnection {
        ControlConnection(
            try Descriptor.nullDevice(), serial: 1, who: Operator(user: 1, name: "x"), acts: false, until: 0)
    }

    func testARequestMayComeByteByByte() throws {
        let connection = try connection()
        for byte in "{\"do\":1}".utf8 { XCTAssertEqual(connection.take([byte]), .more) }
        XCTAssertEqual(connection.take(Array("\nmore".utf8)[...]), .request(Array("{\"do\":1}".utf8)))
    }

    func testWhoGoesBeforeTheEndOfTheLineHasAskedNothing() throws {
        let connection = try connection()
        XCTAssertEqual(connection.take([1]), .more)
        XCTAssertEqual(connection.take([]), .gone)
    }

    func testALineHasABound() throws {
        let connection = try connection()
        let half = [UInt8](repeating: 1, count: ControlRequest.longest / 2)
        XCTAssertEqual(connection.take(half[...]), .more)
        XCTAssertEqual(connection.take(half[...]), .tooLong)
        let other = try self.connection()
        let line = [UInt8](repeating: 1, count: ControlRequest.longest - 1)
        XCTAssertEqual(other.take((line + [0x0A])[...]), .request(line))
        XCTAssertEqual(try self.connection().take((line + [1, 0x0A])[...]), .tooLong)
    }
}
