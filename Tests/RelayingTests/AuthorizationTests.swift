// What a sender is told of a message that it may not send.

import Messages
import Routing
import XCTest

@testable import Relaying

final class AuthorizationTests: XCTestCase {
    private func error(_ text: String, _ rows: [String]) throws -> MessageError? {
        try TableTrial([TableTrial.contract()] + rows).decide(text).refusal?.errors.first
    }

    func testTheSyntaxesThatAreAllowedAreNamedAsTheOther() throws {
        let xml = #"<route id="r" from="p" message="c" to="s" syntax="xml"/>"#
        XCTAssertEqual(
            try error(#""Note":"2026-01-01""#, [xml])?.text, "c may not be sent as JSON, only as XML; send it so")
        let json = #"<route id="r" from="p" message="c" to="s" syntax="json"/>"#
        XCTAssertEqual(try error("", [json])?.text, "c may not be sent as XML, only as JSON; send it so")
    }

    func testARowOrAgreementThatIsNotInForceIsToldApartWithItsDay() throws {
        // The day is 2026-11-22.
        func agreement(_ days: String) -> String { #"<agreement id="a-1" partner="p" \#(days)/>"# }
        func row(_ attributes: String, _ name: String = "r") -> String {
            #"<route id="\#(name)" from="p" message="c" to="s" \#(attributes)/>"#
        }
        let advice = "; ask the operator to renew it, or send it when it is in force"
        for (rows, words) in [
            ([row(#"until-date="2026-11-21""#)], "it ended on 2026-11-21"),
            ([row(#"from-date="2026-11-23""#)], "it begins on 2026-11-23"),
            (
                [agreement(#"from="2020-01-01" until="2025-12-31""#), row(#"agreement="a-1""#)],
                "its agreement a-1 ended on 2025-12-31"
            ),
            (
                [agreement(#"from="2027-01-01""#), row(#"agreement="a-1""#)],
                "its agreement a-1 begins on 2027-01-01"
            ),
            (
                [
                    agreement(#"from="2020-01-01" until="2025-12-31""#),
                    row(#"agreement="a-1" from-date="2021-01-01" until-date="2024-12-31""#),
                ], "it ended on 2024-12-31, and its agreement a-1 ended on 2025-12-31"
            ),
            (
                [row(#"until-date="2025-01-01""#), row(#"from-date="2027-01-01""#, "next")],
                "it ended on 2025-01-01; route next is not in force on 2026-11-22: it begins on 2027-01-01"
            ),
        ] {
            XCTAssertEqual(try error("", rows)?.text, "route r is not in force on 2026-11-22: \(words)\(advice)")
        }
    }

    func testAnotherSenderIsToldWhereItIsNamed() throws {
        let row = #"<route id="r" from="p" message="c" to="s" syntax="xml json"/>"#
        for text in ["<From>S3CRET</From>", #""From":"S3CRET""#] {
            let error = try XCTUnwrap(error(text, [row]), text)
            XCTAssertEqual(error.code, .identity)
            XCTAssertEqual(error.place, "/M/From", text)
            XCTAssertFalse("\(error)".contains("S3CRET"), text)
        }
        XCTAssertNil(try error("<From>p</From>", [row]))
    }
}
