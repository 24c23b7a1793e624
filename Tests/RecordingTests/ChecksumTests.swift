// CRC-32C against its published examples (RFC 3720, appendix B.4).

import XCTest

@testable import Recording

final class ChecksumTests: XCTestCase {
    func testPublishedExamples() {
        XCTAssertEqual(Checksum.of([UInt8]()), 0)
        XCTAssertEqual(Checksum.of("123456789".utf8), 0xE306_9283)
        XCTAssertEqual(Checksum.of([UInt8](repeating: 0, count: 32)), 0x8A91_36AA)
        XCTAssertEqual(Checksum.of([UInt8](repeating: 0xFF, count: 32)), 0x62A8_AB43)
        XCTAssertEqual(Checksum.of((0..<32).map { UInt8($0) }), 0x46DD_794E)
        XCTAssertEqual(Checksum.of((0..<32).reversed().map { UInt8($0) }), 0x113F_DB5C)
    }

    func testTheProcessorsInstructionsSayWhatPlainSwiftSays() {
        var bytes: [UInt8] = []
        for count in 0..<100 {
            XCTAssertEqual(Checksum.of(bytes), Checksum.plainly(bytes), "\(count)")
            XCTAssertEqual(Checksum.of(bytes.dropFirst(3)), Checksum.plainly(bytes.dropFirst(3)), "\(count)")
            bytes.append(UInt8(truncatingIfNeeded: count &* 151 &+ 7))
        }
    }

    func testTextHasEightDigits() {
        XCTAssertEqual(Checksum.text(0), Array("00000000".utf8))
        XCTAssertEqual(Checksum.text(0x8A91_36AA), Array("8a9136aa".utf8))
        XCTAssertEqual(Checksum.text(0xF), Array("0000000f".utf8))
    }
}
