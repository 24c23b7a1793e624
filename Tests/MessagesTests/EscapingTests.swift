// Text of others in the log: what a terminal would act upon is escaped, everything else is as it was.

import Messages
import XCTest

final class EscapingTests: XCTestCase {
    func testPlainTextIsAsItWas() {
        for text in ["", "all is well: 100 %", "päivää, 日本"] { XCTAssertEqual(Escaping.visible(text), text) }
    }

    func testWhatATerminalWouldActUponIsEscaped() {
        XCTAssertEqual(Escaping.visible("a\u{1B}[31mb\u{7}\r\nc"), "a%1B[31mb%07%0D%0Ac")
        XCTAssertEqual(Escaping.visible("\u{7F}\u{9B}2J\u{85}"), "%7F%C2%9B2J%C2%85")
        XCTAssertEqual(Escaping.visible("\u{202E}\u{2028}\u{2066}"), "%E2%80%AE%E2%80%A8%E2%81%A6")
    }
}
