// One connection: the request as it comes in pieces, and the answer as it is fetched.

import Files
import Recording
import Support
import XCTest

@testable import Operating

final class ControlConnectionTests: XCTestCase {
    private func connection() throws -> ControlConnection {
        ControlConnection(
            try Descriptor.nullDevice(), serial: 1, peer: Peer(process: 1, user: 7, group: 7, groups: []), until: 0)
    }

    func testWhoAsksIsANumberUntilMoreIsKnown() throws {
        let connection = try connection()
        XCTAssertEqual(connection.stage, .unknown)
        XCTAssertEqual(connection.who.name, "7")
        XCTAssertFalse(connection.acts)
        connection.know(Operator(user: 7, name: "maija"), acts: true)
        XCTAssertEqual(connection.stage, .reading)
        XCTAssertEqual(connection.who.name, "maija")
        XCTAssertTrue(connection.acts)
    }

    func testWhatMakesTheNextPieceIsTakenOnce() throws {
        let connection = try connection()
        connection.begin(ControlAnswer().followed { $0(ControlAnswer()) })
        XCTAssertEqual(connection.stage, .sending)
        XCTAssertNotNil(connection.takeNext())
        XCTAssertNil(connection.takeNext())
        let turn = connection.turn
        connection.wait()
        XCTAssertEqual(connection.stage, .asked)
        XCTAssertNotEqual(connection.turn, turn)
        connection.begin(ControlAnswer())
        XCTAssertNil(connection.takeNext())
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
