// What a message must say of itself, and what it must not carry.

import Messages
import Routing
import XCTest

@testable import Relaying

final class NeedsTests: XCTestCase {
    private static let route = #"<route id="r" from="p" message="c" to="s" syntax="xml json"/>"#

    func testAMessageWithoutConsentIsRefused() throws {
        let trial = try TableTrial([TableTrial.contract("c", #"consent="Consent""#), Self.route])
        for text in ["<Consent>C-1</Consent>", #""Consent":"C-1""#] {
            XCTAssertEqual(try trial.reason(text), "accepted")
        }
        for text in [
            "", "<Consent/>", "<Consent> \n </Consent>", #""Consent":"""#, #""Consent":" ""#, #""Note":"2026-01-01""#,
        ] {
            let refusal = try XCTUnwrap(trial.decide(text).refusal, text)
            XCTAssertEqual(refusal.reason, .noConsent, text)
            XCTAssertEqual(refusal.errors.map(\.place), ["/M/Consent"], text)
            XCTAssertEqual(refusal.errors.map(\.code), [.permission], text)
        }
    }

    func testWithoutAPathNobodyAsksForConsentOrEnvironment() throws {
        let trial = try TableTrial([TableTrial.contract(), Self.route])
        for text in ["", "<Mode>test</Mode>", "<Mode>production</Mode>", "<Mode>other</Mode>"] {
            XCTAssertEqual(try trial.reason(text), "accepted", text)
        }
    }

    func testATrialDoesNotReachProductionNorTheReverse() throws {
        let trial = try TableTrial([
            TableTrial.contract("c", #"environment="Mode""#), Self.route,
            #"<route id="t" from="trial" message="c" to="s-trial" syntax="xml json"/>"#,
        ])
        for (text, production, test) in [
            ("<Mode>production</Mode>", "accepted", "wrong-environment"),
            ("<Mode> production </Mode>", "accepted", "wrong-environment"),
            ("<Mode>test</Mode>", "wrong-environment", "accepted"),
            (#""Mode":"test""#, "wrong-environment", "accepted"),
            ("<Mode>Production</Mode>", "wrong-environment", "wrong-environment"),
            ("<Mode/>", "wrong-environment", "wrong-environment"), ("", "wrong-environment", "wrong-environment"),
        ] {
            XCTAssertEqual(try trial.reason(text), production, text)
            XCTAssertEqual(try trial.reason(text, from: "trial"), test, text)
        }
        let errors = try XCTUnwrap(trial.decide("<Mode>S3CRET</Mode>").refusal).errors
        XCTAssertEqual(errors.map(\.place), ["/M/Mode"])
        XCTAssertFalse("\(errors)".contains("S3CRET"))
    }

    func testTheServiceSaysWhatEverybodyElseActsIn() throws {
        let trial = try TableTrial([
            #"<service environment="test"/>"#, TableTrial.contract("c", #"environment="Mode""#), Self.route,
        ])
        XCTAssertEqual(try trial.reason("<Mode>test</Mode>"), "accepted")
        XCTAssertEqual(try trial.reason("<Mode>production</Mode>"), "wrong-environment")
    }

    func testWhatAProfileForbidsDoesNotPass() throws {
        let trial = try TableTrial([
            #"<profile id="no-diagnosis" forbids="Diagnosis Note"/>"#, TableTrial.contract(),
            #"<route id="r" from="p" message="c" to="s" syntax="xml json" profile="no-diagnosis"/>"#,
        ])
        XCTAssertEqual(try trial.reason("<Consent>C</Consent>"), "accepted")
        for (text, places) in [
            ("<Diagnosis><Code>S3CRET</Code></Diagnosis>", ["/M/Diagnosis"]),
            (#""Diagnosis":{"Code":"S3CRET"}"#, ["/M/Diagnosis"]),
            ("<Note>2026-01-01</Note>", ["/M/Note"]),
            ("<Diagnosis><Code>S3CRET</Code></Diagnosis><Note>2026-01-01</Note>", ["/M/Diagnosis", "/M/Note"]),
        ] {
            let refusal = try XCTUnwrap(trial.decide(text).refusal, text)
            XCTAssertEqual(refusal.reason, .profile, text)
            XCTAssertEqual(refusal.errors.map(\.place), places, text)
            XCTAssertFalse("\(refusal)".contains("S3CRET"), text)
        }
    }

    func testAProfileIsForItsOwnRouteAlone() throws {
        let trial = try TableTrial([
            #"<profile id="no-diagnosis" forbids="Diagnosis"/>"#, #"<profile id="no-note" forbids="Note"/>"#,
            TableTrial.contract(), #"<route id="r" from="p" message="c" to="s" profile="no-diagnosis"/>"#,
            #"<route id="o" from="s" message="c" to="p" profile="no-note"/>"#,
        ])
        let diagnosis = "<Diagnosis><Code>A</Code></Diagnosis>"
        XCTAssertEqual(try trial.reason(diagnosis), "profile")
        XCTAssertEqual(try trial.reason("<Note>2026-01-01</Note>"), "accepted")
        XCTAssertEqual(try trial.reason(diagnosis, from: "s"), "accepted")
        XCTAssertEqual(try trial.reason("<Note>2026-01-01</Note>", from: "s"), "profile")
    }

    func testOfAllReasonsTheFirstIsTold() throws {
        let trial = try TableTrial([
            #"<profile id="no-diagnosis" forbids="Diagnosis"/>"#,
            TableTrial.contract("c", #"environment="Mode" consent="Consent""#),
            #"<route id="r" from="p" message="c" to="s" profile="no-diagnosis"/>"#,
        ])
        let diagnosis = "<Diagnosis><Code>A</Code></Diagnosis>"
        let production = "<Mode>production</Mode>"
        XCTAssertEqual(try trial.reason("<From>q</From>\(diagnosis)<Note>x</Note>"), "invalid")
        XCTAssertEqual(try trial.reason("<From>q</From>\(diagnosis)"), "sender-mismatch")
        XCTAssertEqual(try trial.reason(diagnosis), "wrong-environment")
        XCTAssertEqual(try trial.reason("\(production)\(diagnosis)"), "no-consent")
        XCTAssertEqual(try trial.reason("\(production)<Consent>C</Consent>\(diagnosis)"), "profile")
        XCTAssertEqual(try trial.reason("\(production)<Consent>C</Consent>"), "accepted")
        XCTAssertEqual(try trial.reason(diagnosis, from: "s"), "not-permitted")
    }
}
