// The environment of a program: its names are a promise.

import Handling
import Messages
import XCTest

final class HandlerRequestTests: XCTestCase {
    private func request(messageID: [UInt8] = Array("7f3c".utf8)) -> HandlerRequest {
        HandlerRequest(
            delivery: DeliveryIdentifier(sequence: 42, receiver: 1), attempt: 3,
            sender: ParticipantIdentifier("incomes-register"), type: MessageType("income-report-batch"),
            messageID: messageID, syntax: .xml, route: RouteIdentifier("ir-income"), fileName: "m%201.xml",
            digest: Digest(of: "abc".utf8))
    }

    private func value(_ name: String, in request: HandlerRequest) -> [UInt8]? {
        request.environment.first { $0.name == name }?.value
    }

    func testTheNamesAreThoseOfTheDesign() {
        XCTAssertEqual(
            request().environment.map(\.name),
            [
                "PATH", "LUOVA_DELIVERY_ID", "LUOVA_ATTEMPT", "LUOVA_SENDER", "LUOVA_MESSAGE_TYPE", "LUOVA_MESSAGE_ID",
                "LUOVA_SYNTAX", "LUOVA_ROUTE", "LUOVA_FILE_NAME", "LUOVA_SHA256",
            ])
    }

    func testTheValues() {
        let values = request().environment.map { String(decoding: $0.value, as: UTF8.self) }
        XCTAssertEqual(
            values.dropFirst(),
            [
                "000000000042-2", "3", "incomes-register", "income-report-batch", "7f3c", "xml", "ir-income",
                "m%201.xml", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ])
        XCTAssertTrue(values[0].split(separator: ":").allSatisfy { $0.hasPrefix("/") })
    }

    func testAMessageIDIsPercentEscaped() {
        let identifier: [UInt8] = [0xFF, 0x0A, 0x1B, 0x5B, 0x3D, 0x2F, 0x25]
        XCTAssertEqual(value("LUOVA_MESSAGE_ID", in: request(messageID: identifier)), Array("%FF%0A%1B[=/%25".utf8))
        XCTAssertEqual(value("LUOVA_MESSAGE_ID", in: request(messageID: [])), [])
    }

    func testNoValueHoldsANUL() {
        let request = request(messageID: [0x61, 0, 0x62, 0])
        XCTAssertEqual(value("LUOVA_MESSAGE_ID", in: request), Array("a%00b%00".utf8))
        XCTAssertFalse(request.environment.contains { $0.value.contains(0) || $0.name.contains("\0") })
    }
}
