// The numbers by which a journal finds events: each its own, and for ever the same.

import Files
import Messages
import Relaying
import Support
import XCTest

final class LogEventTests: XCTestCase {
    func testEveryEventHasANumberOfItsOwn() {
        let numbers = LogEvent.allCases.map(\.identifier)
        XCTAssertEqual(Set(numbers).count, LogEvent.allCases.count)
        for number in numbers {
            XCTAssertEqual(number.count, 32)
            XCTAssertTrue(number.allSatisfy { "0123456789abcdef".contains($0) }, number)
        }
    }

    func testNumbersNeverChange() {
        let all = LogEvent.allCases.map { "\($0.rawValue)=\($0.identifier)\n" }.joined()
        let digest = Digest(of: Array(all.utf8))
        XCTAssertEqual(
            String(decoding: digest.hexadecimal, as: UTF8.self),
            "446a9e6ba1d82b2355a7bb1ba126c2bf07f25a376efa14cd28f2492a0ab7f9c5",
            "a new event goes to the end, and the digest here with it")
    }

    func testTheManualNamesEveryEvent() throws {
        let page = try WholeFile.read("\(ProjectFiles.root)/Sources/luova/Manual/luova.service.8")
        let words = Set(
            String(decoding: page, as: UTF8.self).split(whereSeparator: { " \n".contains($0) }).map(String.init))
        for event in LogEvent.allCases { XCTAssertTrue(words.contains(event.rawValue), event.rawValue) }
    }
}
