// The names of reasons and their order: a promise to partners, as the design lists them.

import Messages
import XCTest

final class ReasonTests: XCTestCase {
    /// The design, section 5, in its order.
    private let promised = [
        "not-a-file", "linked", "wrong-owner", "unreadable", "empty", "too-large", "incomplete", "not-utf8",
        "malformed", "doctype", "too-deep", "limit", "unknown-message", "syntax-not-permitted", "not-permitted",
        "agreement-not-in-force", "invalid", "no-message-id", "sender-mismatch", "wrong-environment", "no-consent",
        "profile", "over-quota", "id-reused", "handler-refused", "gave-up", "no-answer", "discarded",
    ]

    func testTheListIsAsPromised() {
        XCTAssertEqual(Reason.allCases.map(\.rawValue), promised)
    }

    func testTheFirstThatAppliesIsTheLeast() {
        let reasons = promised.compactMap(Reason.init)
        XCTAssertEqual(reasons.count, promised.count)
        XCTAssertEqual(reasons.shuffled().sorted(), reasons)
        XCTAssertEqual([Reason.invalid, .notPermitted, .idReused].min(), .notPermitted)
        XCTAssertEqual([Reason.malformed, .notUTF8, .incomplete].min(), .incomplete)
    }

    func testAReasonIsReadByItsNameOnly() {
        for name in promised { XCTAssertEqual(Reason(rawValue: name)?.rawValue, name) }
        XCTAssertNil(Reason(rawValue: "notAFile"))
        XCTAssertNil(Reason(rawValue: "Invalid"))
        XCTAssertNil(Reason(rawValue: ""))
    }
}
