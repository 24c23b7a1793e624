// Messages in other encodings than UTF-8: delivered as they were sent, where their route allows it.

import Files
import Foundation
import Messages
import Support
import XCTest

final class EncodingEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws {
        playground = try Playground(
            rows: Playground.rows.replacing("syntax=\"xml json\"", with: "syntax=\"xml json\" encoding=\"utf-16\"")
                + "<system id=\"carol\"/>"
                + "<contract id=\"memo\" schema=\"memo.xsd\" root=\"{urn:test:memo}Memo\" message-id=\"Id\"/>"
                + "<route id=\"alice-carol\" from=\"alice\" message=\"memo\" to=\"carol\"/>")
        let schema = Playground.schema.replacing("urn:test:note", with: "urn:test:memo").replacing("Note", with: "Memo")
        try playground.folder.write(schema, to: "routes/memo.xsd")
    }

    override func tearDown() { playground.remove() }

    private func drop(_ bytes: [UInt8], as name: String) throws {
        try playground.drop("", as: ".unused.tmp")
        try WholeFile.write(bytes, to: playground.dropPath(".\(name).part"))
        XCTAssertEqual(rename(playground.dropPath(".\(name).part"), playground.dropPath(name)), 0)
    }

    private static func utf16(_ text: String) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    func testTheReceiverGetsTheSendersBytes() throws {
        let bytes = Self.utf16(Playground.note("säätiö"))
        try drop(bytes, as: "a.xml")
        try drop(bytes, as: "b.xml")
        try playground.drain()
        let delivered = playground.pickup("bob")
        XCTAssertEqual(delivered.count, 1, "the second is a duplicate")
        let path = "\(playground.spool)/participants/bob/pickup/\(delivered[0])"
        XCTAssertEqual(try WholeFile.read(path), bytes)
        let event = try XCTUnwrap(playground.events("accepted").first)
        XCTAssertEqual(event["message_id"] as? String, "säätiö")
        XCTAssertEqual(event["size"] as? Int, bytes.count)
        XCTAssertEqual(event["sha256"] as? String, String(decoding: Digest(of: bytes).hexadecimal, as: UTF8.self))
        XCTAssertEqual(try playground.events("duplicate").count, 1)
    }

    func testAnotherRouteOfTheSameSenderAllowsItForItselfOnly() throws {
        let memo = Playground.note("m-1").replacing("urn:test:note", with: "urn:test:memo").replacing(
            "Note", with: "Memo")
        try drop(Self.utf16(memo), as: "a.xml")
        try playground.drain()
        XCTAssertEqual(playground.pickup("carol"), [])
        let event = try XCTUnwrap(playground.events("refused").first)
        XCTAssertEqual(event["reason"] as? String, "not-utf8")
        XCTAssertEqual(event["message"] as? String, "memo")
        let error = (event["errors"] as? [[String: Any]])?.first
        XCTAssertEqual(
            error?["text"] as? String,
            "the file is UTF-16, which route alice-carol does not allow; send it as UTF-8")
    }
}
