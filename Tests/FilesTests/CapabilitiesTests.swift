// Rights beyond those of the account: as the kernel tells them.

import Files
import XCTest

final class CapabilitiesTests: XCTestCase {
    func testTheyAreThoseThatTheKernelTells() throws {
        let status = String(decoding: try WholeFile.read("/proc/thread-self/status"), as: UTF8.self)
        let line = try XCTUnwrap(status.split(separator: "\n").first { $0.hasPrefix("CapEff:") })
        let bits = try XCTUnwrap(UInt64(line.split(separator: "\t")[1], radix: 16))
        XCTAssertEqual(Capabilities.current, Capabilities(bits: bits))
    }

    func testEachHasItsNumber() {
        XCTAssertTrue(Capabilities(bits: 1 << 0).changesOwners)
        XCTAssertTrue(Capabilities(bits: 1 << 5).signalsOthers)
        XCTAssertTrue(Capabilities(bits: 1 << 6 | 1 << 7).changesAccount)
        XCTAssertFalse(Capabilities(bits: 1 << 6).changesAccount)
        XCTAssertTrue(Capabilities(bits: 1 << 28).takesLeases)
        let none = Capabilities(bits: ~(1 << 0 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 28))
        XCTAssertFalse(none.changesOwners || none.signalsOthers || none.changesAccount || none.takesLeases)
    }
}
