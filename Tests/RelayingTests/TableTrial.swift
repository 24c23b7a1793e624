// What tests of verdicts need: a table of a test's own with one contract that has room for everything, and a
// judgement on a text.

import Messages
import Routing
import Support
import Validation
import XCTest

@testable import Relaying

/// A folder with a contract, and a table of the rows that a test writes.
final class TableTrial {
    let folder: WrittenFolder
    let table: RoutingTable

    private static func schema(_ name: String) -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:\(name)" targetNamespace="urn:\(name)"
          elementFormDefault="qualified">
        <xs:element name="M"><xs:complexType><xs:sequence>
          <xs:element name="Id" type="xs:string"/>
          <xs:element name="From" type="xs:string" minOccurs="0"/>
          <xs:element name="Answers" type="xs:string" minOccurs="0"/>
          <xs:element name="Mode" type="xs:string" minOccurs="0"/>
          <xs:element name="Consent" type="xs:string" minOccurs="0"/>
          <xs:element name="Diagnosis" minOccurs="0"><xs:complexType><xs:sequence>
            <xs:element name="Code" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
          <xs:element name="Note" type="xs:date" minOccurs="0"/>
        </xs:sequence></xs:complexType></xs:element></xs:schema>
        """
    }

    static let participants = [
        #"<partner id="p"/>"#, #"<partner id="trial" environment="test"/>"#,
        #"<system id="s"><program path="answer"/></system>"#, #"<system id="s-trial" environment="test"/>"#,
    ]

    /// The row of contract `c`, or `d`, with these attributes beside those of id and sender.
    static func contract(_ name: String = "c", _ attributes: String = "") -> String {
        #"<contract id="\#(name)" schema="contracts/\#(name).xsd" root="{urn:\#(name)}M" message-id="Id" sender="From" "#
            + #"reply-to="Answers" \#(attributes)/>"#
    }

    init(_ rows: [String]) throws {
        folder = try WrittenFolder(with: [
            "contracts/c.xsd": TableTrial.schema("c"), "contracts/d.xsd": TableTrial.schema("d"),
            "table.xml": "<routes xmlns=\"urn:luova:routes:1\">\n"
                + (TableTrial.participants + rows).joined(separator: "\n") + "\n</routes>\n",
        ])
        table = try RoutingTable.load(folder: folder.path)
    }

    func judge(_ text: String, as name: String = "c") -> Judgement {
        var validator = Validator()
        let bytes = Array(TableTrial.message(text, as: name).utf8)
        return validator.judge(
            bytes + [0], count: bytes.count, contracts: table.contracts, limits: table.settings.limits
        ) { _ in true }
    }

    /// A message with id 1 and these elements; or a JSON object's members.
    static func message(_ text: String, as name: String = "c") -> String {
        text.hasPrefix("\"")
            ? "{\"M\":{\"@xmlns\":\"urn:\(name)\",\"Id\":\"1\",\(text)}}"
            : "<M xmlns=\"urn:\(name)\"><Id>1</Id>\(text)</M>"
    }

    /// The verdict on such a message.
    func decide(_ text: String, from sender: String = "p") throws -> Verdict {
        let sender = try XCTUnwrap(table.participants[ParticipantIdentifier(sender)])
        return Authorization(table: table, day: CivilDate(year: 2026, month: 11, day: 22))
            .decide(judge(text), from: sender, size: 100)
    }

    /// The reason, or "accepted".
    func reason(_ text: String, from sender: String = "p") throws -> String {
        try decide(text, from: sender).refusal?.reason.rawValue ?? "accepted"
    }
}
