// The page about JSON says nothing that is not so: its examples are judged under its contract, and converted into each other.

import Files
import Foundation
import Messages
import Support
import XCTest

@testable import Validation

final class JSONPageTests: XCTestCase {
    /// The blocks of code of the page, in order.
    private func blocks() throws -> [(language: String, text: String)] {
        let path = "\(ProjectFiles.root)/Sources/luova/Documentation.docc/json.md"
        let page = String(decoding: try WholeFile.read(path), as: UTF8.self)
        let parts = page.components(separatedBy: "```")
        return stride(from: 1, to: parts.count, by: 2).map { place in
            let language = String(parts[place].prefix { $0 != "\n" })
            return (language, String(parts[place].dropFirst(language.count + 1)))
        }
    }

    private static let extra = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:extra'>
        <xs:element name='Note' type='xs:int'/><xs:attribute name='rank' type='xs:int'/></xs:schema>
        """
    private static let xml = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='http://www.w3.org/XML/1998/namespace'>
        <xs:attribute name='lang' type='xs:language'/></xs:schema>
        """

    func testTheExamplesAreValidAndBecomeEachOther() throws {
        let blocks = try blocks()
        let schema = try XCTUnwrap(blocks.firstIndex { $0.text.hasPrefix("<xs:schema") })
        let bench = try Workbench(["a.xsd": blocks[schema].text, "extra.xsd": Self.extra, "xml.xsd": Self.xml])
        let contract = try bench.add("claim", schema: "a.xsd", root: "{urn:example:claim}Claim")
        XCTAssertEqual(contract.problemsOfProjection, [])
        let examples = blocks[(schema + 1)...]
        XCTAssertEqual(examples.count, 14)
        for (json, xml) in zip(examples.filter { $0.language == "json" }, examples.filter { $0.language == "xml" }) {
            for (text, syntax, other) in [(json.text, Syntax.json, xml.text), (xml.text, .xml, json.text)] {
                XCTAssertEqual(bench.judge(text).verdict, "no-message-id", text)
                let conversion = Conversion(
                    Array(text.utf8)[...], from: syntax, contract: contract, among: bench.contracts)
                XCTAssertEqual(conversion.problems, [])
                XCTAssertEqual(String(decoding: conversion.bytes, as: UTF8.self), other)
            }
        }
    }

    func testTheWholeMessagesAreValid() throws {
        let contracts = try ShippedContracts.all.get()
        var validator = Validator()
        for block in try blocks().prefix(2) {
            let judgement = validator.judge(
                Array(block.text.utf8) + [0], count: block.text.utf8.count, contracts: contracts,
                limits: MessageLimits()
            ) { _ in true }
            XCTAssertEqual(judgement.verdict, "accepted", block.text)
        }
    }
}
