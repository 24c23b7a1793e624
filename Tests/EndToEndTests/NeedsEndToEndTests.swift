// Groups, consent, environments and profiles on the real daemon: what passes, what is told to whom, and that no value of
// a message is in any of it.

import Files
import Foundation
import Support
import XCTest

final class NeedsEndToEndTests: XCTestCase {
    private static let schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:note" xmlns="urn:test:note"
            elementFormDefault="qualified">
          <xs:element name="Note"><xs:complexType><xs:sequence>
            <xs:element name="Id" type="xs:string"/>
            <xs:element name="ReplyTo" type="xs:string" minOccurs="0"/>
            <xs:element name="Mode" type="xs:string" minOccurs="0"/>
            <xs:element name="Consent" type="xs:string" minOccurs="0"/>
            <xs:element name="Text" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
            <xs:element name="Diagnosis" type="xs:string" minOccurs="0"/>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """

    private static let rows = """
        <group id="shops"/>
        <partner id="alice" groups="shops" receipts="all"/>
        <partner id="carol" groups="shops"/>
        <partner id="eve"/>
        <system id="bob"/>
        <profile id="no-diagnosis" forbids="Diagnosis"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" consent="Consent"
          environment="Mode"/>
        <route id="of-shops" from="shops" message="note" to="bob" syntax="xml json" profile="no-diagnosis"/>
        """

    private func playground(_ rows: String = rows) throws -> Playground {
        let playground = try Playground(rows: rows)
        try playground.folder.write(Self.schema, to: "routes/note.xsd")
        return playground
    }

    private func note(_ identifier: String, _ rest: String) -> String {
        "<Note xmlns=\"urn:test:note\"><Id>\(identifier)</Id>\(rest)</Note>"
    }

    func testEachMemberOfAGroupSendsAndNobodyElse() throws {
        let playground = try playground()
        defer { playground.remove() }
        for sender in ["alice", "carol", "eve"] {
            try playground.drop(
                note("n-1", "<Mode>production</Mode><Consent>C</Consent>"), as: "a.xml", from: sender)
        }
        try playground.drain()
        XCTAssertEqual(playground.pickup("bob").count, 2)
        XCTAssertEqual(
            try playground.events("accepted").compactMap { $0["from"] as? String }.sorted(), ["alice", "carol"])
        XCTAssertEqual(
            try playground.events("accepted").compactMap { $0["route"] as? String }, ["of-shops", "of-shops"])
        XCTAssertEqual(try playground.events("refused").map { $0["reason"] as? String }, ["not-permitted"])
    }

    /// What is refused, and why: small, and so large that it flows past.
    func testReasonsOfSmallAndOfLargeMessagesInBothSyntaxes() throws {
        let right = "<Mode>production</Mode><Consent>C</Consent>"
        let json = #""Mode":"production","Consent":"C""#
        let cases = [
            ("wrong-environment", "<Mode>test</Mode><Consent>C</Consent>", #""Mode":"test","Consent":"C""#),
            ("no-consent", "<Mode>production</Mode><Consent/>", #""Mode":"production""#),
            ("profile", right, json),
            ("right", right, json),
        ]
        for size in [10, 1_500_000] {
            let playground = try playground()
            defer { playground.remove() }
            let text = String(repeating: "S3CRET ", count: size / 7 + 1)
            for (reason, xml, members) in cases {
                let isProfile = reason == "profile"
                try playground.drop(
                    note(
                        "x-\(reason)", "\(xml)<Text>\(text)</Text>\(isProfile ? "<Diagnosis>S3CRET</Diagnosis>" : "")"),
                    as: "\(reason).xml")
                try playground.drop(
                    "{\"Note\":{\"@xmlns\":\"urn:test:note\",\"Id\":\"j-\(reason)\",\(members),\"Text\":\"\(text)\""
                        + "\(isProfile ? #","Diagnosis":"S3CRET""# : "")}}", as: "\(reason).json")
            }
            let (code, words) = try playground.run(faults: "")
            XCTAssertEqual(code, 0, words)
            XCTAssertEqual(
                Set(try playground.events("refused").map { "\($0["file"] ?? "") \($0["reason"] ?? "")" }),
                Set(cases.filter { $0.0 != "right" }.flatMap { ["\($0.0).xml \($0.0)", "\($0.0).json \($0.0)"] }))
            XCTAssertEqual(playground.pickup("bob").count, 2)
            XCTAssertEqual(words.components(separatedBy: "carries /Note/Diagnosis, which may not pass").count, 3, words)
            XCTAssertFalse(words.contains("S3CRET"))
            XCTAssertFalse("\(try playground.ledger())".contains("S3CRET"))
            for name in playground.pickup("alice") {
                XCTAssertFalse(try playground.read(name, of: "alice").contains("S3CRET"), name)
            }
        }
    }

    func testThroughKillsNothingPassesThatMayNotAndEachIsToldOnce() throws {
        let playground = try playground(
            Self.rows.replacing("to=\"bob\"", with: "to=\"bob dora\"") + "<system id=\"dora\"/>")
        defer { playground.remove() }
        let right = "<Mode>production</Mode><Consent>C</Consent>"
        let kinds = [
            ("wrong-environment", "<Mode>test</Mode><Consent>C</Consent>"),
            ("no-consent", "<Mode>production</Mode><Consent/>"),
            ("profile", right + "<Diagnosis>D</Diagnosis>"),
            ("accepted", right),
        ]
        let (rounds, each) = Endurance.isFull ? (40, 50) : (5, 30)
        var numbers = SeededNumbers(seed: 20_261_123)
        for round in 1...rounds {
            let daemon = try playground.start()
            let moment = Clock.monotonic() + Int64.random(in: 0...200_000_000, using: &numbers)
            for number in 0..<each {
                for (kind, rest) in kinds {
                    let name = "\(kind)-\(round)-\(number)"
                    try playground.drop(note(name, rest), as: "\(name).xml")
                }
            }
            while Clock.monotonic() < moment { ScratchFolder.pause(nanoseconds: 500_000) }
            Foundation.kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
        }
        try playground.drain()
        let files = try playground.events("refused").compactMap { event in
            (event["reason"] as? String).flatMap { reason in (event["file"] as? String).map { (reason, $0) } }
        }
        for (kind, _) in kinds.dropLast() {
            XCTAssertEqual(files.count { $0.0 == kind }, rounds * each, kind)
            XCTAssertEqual(Set(files.filter { $0.1.hasPrefix("\(kind)-") }.map(\.1)).count, rounds * each, kind)
        }
        let accepted = try playground.events("accepted").compactMap { $0["file"] as? String }
        XCTAssertEqual(accepted.count, rounds * each)
        XCTAssertTrue(accepted.allSatisfy { $0.hasPrefix("accepted-") }, "\(accepted)")
        for receiver in ["bob", "dora"] {
            let texts = try playground.pickup(receiver).map { try playground.read($0, of: receiver) }
            XCTAssertEqual(Set(texts).count, rounds * each, receiver)
            XCTAssertEqual(texts.count, rounds * each, receiver)
            XCTAssertFalse(texts.contains { $0.contains("Diagnosis") || $0.contains("test</Mode>") }, receiver)
        }
        XCTAssertEqual(playground.pickup("alice").count, 4 * rounds * each, "a receipt for each")
        try playground.verify()
    }

    func testAReplyThatCarriesWhatMayNotPassIsHeldBackAndTheAskerIsTold() throws {
        let playground = try playground(
            """
            <partner id="alice"/>
            <system id="bob"><program path="handler" retry="1h"/></system>
            <profile id="no-diagnosis" forbids="Diagnosis"/>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" reply-to="ReplyTo"/>
            <route id="r" from="alice" message="note" to="bob" reply="note" profile="no-diagnosis"/>
            """)
        defer { playground.remove() }
        try playground.folder.write(
            """
            #!/bin/sh
            echo "<Note xmlns='urn:test:note'><Id>answer</Id><ReplyTo>n-1</ReplyTo><Diagnosis>S3CRET</Diagnosis></Note>"

            """, to: "routes/handler", mode: 0o755)
        try playground.drop(note("n-1", "<Text>x</Text>"), as: "a.xml")
        let (code, words) = try playground.run(faults: "")
        XCTAssertEqual(code, 0, words)
        XCTAssertEqual(try playground.events("undelivered").first?["reason"] as? String, "profile")
        XCTAssertEqual(try playground.events("accepted").count, 1, "the reply is none")
        XCTAssertTrue(words.contains("alarm: program of bob, delivery "), words)
        XCTAssertTrue(words.contains("its reply carries /Note/Diagnosis, which may not pass on route r"), words)
        XCTAssertEqual(playground.names("waiting/bob"), [])
        XCTAssertEqual(playground.names("taken/bob"), [])
        XCTAssertEqual(playground.names("refused/alice").count, 1)
        let receipt = try playground.read(try XCTUnwrap(playground.pickup("alice").first), of: "alice")
        for element in ["<Outcome>undelivered</Outcome>", "<Reason>profile</Reason>"] {
            XCTAssertTrue(receipt.contains(element), receipt)
        }
        XCTAssertFalse("\(receipt)\(words)\(try playground.ledger())".contains("S3CRET"))
        try playground.verify()
    }
}
