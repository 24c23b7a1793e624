// The feedback about items that did not go on, as text. That it keeps its contract is tried where there are contracts.

import Messages
import XCTest

final class ProcessingFeedbackTests: XCTestCase {
    private func feedback(_ items: [RefusedItem]) -> ProcessingFeedback {
        ProcessingFeedback(
            time: Timestamp(nanoseconds: 1_795_315_675_123_456_000), receiver: ParticipantIdentifier("alice"),
            batch: Array("b<1>".utf8), digest: Digest(of: "body".utf8), environment: .test, count: 7, refused: items)
    }

    private func text(_ feedback: ProcessingFeedback) -> String {
        var bytes: [UInt8] = []
        feedback.write { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func item(_ number: Int, errors: Int = 1) -> RefusedItem {
        var item = RefusedItem(number: number, bytes: 0..<1, reference: "r-\(number)")
        item.errors = (0..<errors).map { MessageError(.pattern, line: 7, column: $0 + 1, place: "/B/I[1]", "a < b") }
        return item
    }

    func testItNamesEachItemWithItsMistakes() {
        var first = item(2, errors: 2)
        first.moreErrors = 3
        first.quotes = [1: "x&y"]
        let text = text(feedback([first, item(5)]))
        XCTAssertTrue(text.contains("<InReplyTo>b&lt;1&gt;</InReplyTo>"), text)
        XCTAssertTrue(text.contains("<Environment>test</Environment>"), text)
        XCTAssertTrue(text.contains("<Received>7</Received>\n  <Accepted>5</Accepted>"), text)
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        let begin = lines.firstIndex(of: "<Item>") ?? 0
        XCTAssertEqual(
            lines[begin...].prefix(19).joined(),
            "<Item><Number>2</Number><Reference>r-2</Reference><Severity>rejected</Severity><Code>pattern</Code>"
                + "<Text>a &lt; b</Text><Line>7</Line><Column>1</Column><Place>/B/I[1]</Place>"
                + "<Error><Code>pattern</Code><Text>a &lt; b</Text><Line>7</Line><Column>2</Column>"
                + "<Place>/B/I[1]</Place><Value>x&amp;y</Value></Error><MoreErrors>3</MoreErrors></Item>")
    }

    func testMadeAgainOfTheSameItIsTheSameAndElseHasAnotherName() {
        func identifier(_ feedback: ProcessingFeedback) -> Substring? {
            text(feedback).firstMatch(
                of: #/<MessageId>([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12})</#)?
                .output.1
        }
        let first = feedback([item(2)])
        var later = first
        later.time = Timestamp(nanoseconds: 1_795_315_675_123_457_000)
        XCTAssertNotNil(identifier(first))
        XCTAssertEqual(text(first), text(first))
        XCTAssertNotEqual(identifier(first), identifier(later))
    }

    func testALongTextIsCutToWhatItsContractAllows() {
        var long = item(1)
        long.errors[0].text = String(repeating: "é", count: 500)
        let cut = String(repeating: "é", count: 399) + "…"
        XCTAssertTrue(text(feedback([long])).contains("<Text>\(cut)</Text>"))
    }

    func testALongOneIsWrittenInPieces() {
        var pieces: [Int] = []
        feedback((1...3_000).map { item($0, errors: 10) }).write { pieces.append($0.count) }
        XCTAssertGreaterThan(pieces.count, 50)
        XCTAssertLessThan(pieces.max() ?? .max, 80_000)
    }
}
