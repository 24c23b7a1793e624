// What may be asked, and how.

import Messages
import Operating
import XCTest

final class ControlRequestTests: XCTestCase {
    private func mistake(_ text: String) -> String? {
        do {
            _ = try ControlRequest(line: Array(text.utf8))
            return nil
        } catch { return error.text }
    }

    func testARequestComesBackAsItWasWritten() throws {
        var request = ControlRequest(.discard)
        request.deliveries = [DeliveryIdentifier(sequence: 12), DeliveryIdentifier(sequence: 13, receiver: 1)]
        request.comment = "ä \"so\""
        XCTAssertEqual(
            String(decoding: request.line, as: UTF8.self),
            "{\"do\":\"discard\",\"ids\":[\"000000000012\",\"000000000013-2\"],\"comment\":\"ä \\\"so\\\"\"}\n")
        XCTAssertEqual(try ControlRequest(line: request.line), request)
        var list = ControlRequest(.list)
        list.from = ParticipantIdentifier("alice")
        list.to = ParticipantIdentifier("bob")
        list.state = "held"
        list.limit = 5
        list.isForPeople = true
        XCTAssertEqual(try ControlRequest(line: list.line), list)
        for verb in ControlRequest.Verb.allCases {
            var request = ControlRequest(verb)
            request.deliveries = [DeliveryIdentifier(sequence: 1)]
            request.comment = "x"
            request.name = "metrics"
            XCTAssertEqual(try ControlRequest(line: request.line), request)
        }
    }

    func testWhatIsMissingIsNamed() {
        XCTAssertEqual(mistake(#"{"do":"hold"}"#), "hold needs 'ids'")
        XCTAssertEqual(mistake(#"{"do":"discard","ids":["000000000001"]}"#), "discard needs a 'comment': say why")
        XCTAssertNil(mistake(#"{"do":"retry","to":"bob"}"#))
        XCTAssertNil(mistake(#"{"do":"pause"}"#))
        XCTAssertTrue(mistake("{}")?.hasPrefix("'do' must be one of status, queue, ") ?? false)
    }

    func testWhatIsTooMuchOrOfAnotherFormIsRefused() {
        let many = Array(repeating: "\"000000000001\"", count: 257).joined(separator: ",")
        let requests = [
            #"{"do":"hold","ids":[\#(many)]}"#, #"{"do":"hold","ids":["1"]}"#, #"{"do":"hold","ids":"000000000001"}"#,
            #"{"do":"list","limit":0}"#, #"{"do":"list","limit":20001}"#, #"{"do":"list","limit":"5"}"#,
            #"{"do":"status","more":1}"#, #"{"do":"pause","from":"a/b"}"#, #"{"do":"pause","from":""}"#,
            #"{"do":"pause","from":"\#(String(repeating: "a", count: 65))"}"#, #"{"do":"pause","from":"a","to":"b"}"#,
            #"{"do":"pause","comment":""}"#, #"{"do":"pause","comment":"a\nb"}"#, #"{"do":"pause","comment":"\u202e"}"#,
            #"{"do":"pause","comment":"\#(String(repeating: "a", count: 501))"}"#, #"{"do":"Status"}"#, "[]", "status",
        ]
        for request in requests { XCTAssertNotNil(mistake(request), request) }
    }

    func testASentenceAboutAMistakeHasNoControlCharacters() throws {
        let text = try XCTUnwrap(mistake(#"{"do":"hold","ids":["\u001b[2J"]}"#))
        XCTAssertTrue(text.hasPrefix("'%1B[2J' is no id"), text)
    }

    func testWhatChangesSomethingDoesNotOnlyLook() {
        let looking = ControlRequest.Verb.allCases.filter(\.looks)
        XCTAssertEqual(looking, [.status, .queue, .list, .show, .text])
        for verb in looking { XCTAssertFalse(verb.wantsComment) }
    }
}
