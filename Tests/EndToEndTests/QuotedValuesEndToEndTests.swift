// Values that break a rule: in the receipts of those who asked for them, and nowhere else.

import Files
import Foundation
import Support
import XCTest

final class QuotedValuesEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    private static let secret = "S3CRET"
    private static let xml =
        "<Note xmlns=\"urn:test:note\"><Id>n-1</Id><Text>x</Text><Day>\(secret)]]&gt;&lt;\"'&#x9B;</Day></Note>"
    private static let json = #"{"Note":{"Id":"n-2","Text":"x","Day":"S3CRET]]><\"'\u009b"}}"#

    /// Drops one message in each syntax; the receipts, XML first.
    private func receipts(_ rows: String) throws -> [String] {
        try playground.write(rows: rows)
        try playground.drop(Self.xml, as: "a.xml")
        try playground.drop(Self.json, as: "b.json")
        let process = try playground.start()
        XCTAssertTrue(eventually { playground.pickup("alice").count == 2 })
        XCTAssertEqual(playground.stop(process), 0)
        let names = playground.pickup("alice").sorted { $0.hasSuffix("xml") && !$1.hasSuffix("xml") }
        return try names.map { try playground.read($0, of: "alice") }
    }

    /// All files of the spool but bodies that were refused and receipts, as one text.
    private func everythingElse() throws -> String {
        var text = playground.log + playground.names("refused/alice").joined()
        for name in playground.names("ledger") {
            text += String(decoding: try WholeFile.read("\(playground.spool)/ledger/\(name)"), as: UTF8.self)
        }
        for arguments in [["log", "--spool", playground.spool], ["log", "--spool", playground.spool, "--json"]] {
            text += try playground.luova(arguments).output
        }
        for (name, body) in [("a.xml", Self.xml), ("b.json", Self.json)] {
            try playground.folder.write(body, to: name)
            for flag in [["--json"], []] {
                let (_, output, error) = try playground.luova(
                    ["explain", "--routes", playground.routes, "--from", "alice"] + flag
                        + [playground.folder.path(of: name)])
                text += output + error
            }
        }
        return text
    }

    func testNothingIsQuotedUnlessTheRowSaysSo() throws {
        for receipt in try receipts(Playground.rows) {
            XCTAssertTrue(receipt.contains("xs:date"), receipt)
            XCTAssertFalse(receipt.contains("Value"), receipt)
            XCTAssertFalse(receipt.contains(Self.secret), receipt)
        }
        XCTAssertFalse(try everythingElse().contains(Self.secret))
    }

    func testTheReceiptQuotesAndNothingElseDoes() throws {
        let rows = Playground.rows.replacing("receipts=\"all\"", with: "receipts=\"all\" quote-values=\"yes\"")
        let receipts = try receipts(rows)
        XCTAssertTrue(receipts[0].contains("<Value>S3CRET]]&gt;&lt;\"'\u{FFFD}</Value>"), receipts[0])
        XCTAssertTrue(receipts[1].contains(#""Value":"S3CRET]]><\"'\#u{FFFD}""#), receipts[1])
        for receipt in receipts { XCTAssertEqual(receipt.components(separatedBy: Self.secret).count, 2, receipt) }
        XCTAssertFalse(try everythingElse().contains(Self.secret))
        // A receipt with a quotation keeps its contract.
        try playground.write(
            rows: Playground.rows
                + "<contract id=\"receipt\" schema=\"contracts/receipt.xsd\" root=\"{urn:luova:receipt:1}Receipt\" "
                + "message-id=\"Header/MessageId\"/><route id=\"back\" from=\"alice\" message=\"receipt\" to=\"bob\" "
                + "syntax=\"xml json\"/>")
        try WholeFile.makeDirectories("\(playground.routes)/contracts")
        try WholeFile.write(
            try WholeFile.read("\(ProjectFiles.routes)/contracts/receipt.xsd"),
            to: "\(playground.routes)/contracts/receipt.xsd")
        for (number, receipt) in receipts.enumerated() {
            try playground.folder.write(receipt, to: "receipt-\(number)")
            let (code, output, _) = try playground.luova([
                "explain", "--routes", playground.routes, "--from", "alice",
                playground.folder.path(of: "receipt-\(number)"),
            ])
            XCTAssertEqual(code, 0, output)
        }
    }
}
