// Names in `taken/`: written, read back, never twice, and never too long.

import Files
import Support
import XCTest

@testable import Spooling

final class TakenNameTests: XCTestCase {
    func testEveryKindIsReadBack() {
        for kind in [TakenName.Kind.copy, .moved, .receipt, .claim] {
            let plain = TakenName(kind, token: "abc-1")
            XCTAssertEqual(plain.fileName.description, "\(kind.rawValue).abc-1")
            XCTAssertEqual(TakenName(plain.fileName), plain)
            let named = TakenName(kind, token: "abc-1", rest: Array("m.1.xml".utf8))
            XCTAssertEqual(named.fileName.description, "\(kind.rawValue).abc-1.m.1.xml")
            XCTAssertEqual(TakenName(named.fileName), named)
        }
    }

    func testTheLedgersTextHidesTheSendersName() {
        XCTAssertEqual(TakenName(.moved, token: "abc-1", rest: Array("131052-308T.xml".utf8)).text, "m.abc-1")
        XCTAssertEqual(TakenName.fileName("c.abc-1"), fileName("c.abc-1"))
        XCTAssertNil(TakenName.fileName("../c"))
    }

    func testASendersNameIsBytes() {
        let rest: [UInt8] = [0xFF, 0x2E, 0x0A, 0x2E, 0xC3]
        XCTAssertEqual(TakenName(TakenName(.moved, token: "t", rest: rest).fileName)?.rest, rest)
    }

    func testANameThatWouldBeTooLongIsCut() {
        for length in [240, 247, 248, 249, 255] {
            let rest = [UInt8](repeating: UInt8(ascii: "n"), count: length)
            let name = TakenName(.moved, token: "abc-1", rest: rest)
            XCTAssertEqual(name.fileName.bytes.count, min(255, 8 + length))
            XCTAssertEqual(TakenName(name.fileName)?.text, "m.abc-1")
            XCTAssertEqual(TakenName(name.fileName)?.rest, Array(rest.prefix(247)))
        }
    }

    func testWhatWeDidNotPutThereIsNotRead() {
        for name in ["c", "notes.txt", "d.abc-1", "C.abc-1", "cc.abc-1", ".c.abc", "lost+found", "xml"] {
            XCTAssertNil(TakenName(fileName(name)), name)
        }
    }

    func testNoTokenComesTwice() {
        let first = TokenSource(startedAt: 1_795_315_675_123_456_000)
        let second = TokenSource(startedAt: 1_795_315_675_123_457_000)
        var tokens = Set<String>()
        for _ in 0..<10_000 {
            tokens.insert(first.token())
            tokens.insert(second.token())
        }
        XCTAssertEqual(tokens.count, 20_000)
        XCTAssertTrue(tokens.allSatisfy { !$0.contains(".") && !$0.contains("/") && !$0.isEmpty })
    }

    func testATokenIsReadBackFromAName() {
        let token = TokenSource(startedAt: 1_795_315_675_123_456_000).token()
        XCTAssertEqual(TakenName(TakenName(.copy, token: token).fileName)?.token, token)
    }
}
