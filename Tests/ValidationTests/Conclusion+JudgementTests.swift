// What a judgement takes over from a reader's conclusion.

import Messages
import XCTest
import XML

@testable import Validation

final class ConclusionJudgementTests: XCTestCase {
    /// No contract that loads makes libxml2 give up: a real conclusion is changed.
    func testAnInternalErrorIsARefusalAndAnAlarm() throws {
        let schema = Workbench.schema("<xs:element name='A' type='xs:int'/>")
        let validator = SchemaValidator(try Schema(bytes: Array(schema.utf8), name: "a.xsd"))
        var parser = DocumentParser(mostViolations: 1)
        let text = Array("<A xmlns='urn:t'>x</A>".utf8)
        var (conclusion, _) = parser.parse(text + [0], count: text.count, limits: DocumentLimits()) { _, _ in
            Chosen(validator: validator, fields: FieldPaths([]))
        }
        func judgement() -> Judgement {
            var judgement = Judgement()
            judgement.conclude(
                conclusion, text: (text, text.count), limits: MessageLimits(), isMarkup: true, projection: nil
            ) { _, _ in
                ("/A", 0)
            }
            return judgement
        }
        XCTAssertFalse(judgement().validatorGaveUp)
        XCTAssertEqual(judgement().refusal?.reason, .invalid)
        conclusion.internalError = true
        XCTAssertTrue(judgement().validatorGaveUp)
        XCTAssertEqual(judgement().refusal?.reason, .limit)
        XCTAssertEqual(judgement().refusal?.errors.map(\.code), [.schema])
    }
}
