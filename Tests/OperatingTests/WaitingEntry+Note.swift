// A message that waits, for tests of what is told of it.

import Messages
import Recording
import XCTest

@testable import Relaying

extension WaitingEntry {
    /// A note for `bob` that was accepted then, and is tried again in a minute and a second.
    static func note(_ number: UInt64, at time: Timestamp, from sender: String = "alice") throws -> WaitingEntry {
        var record = LedgerRecord(sequence: number, time: time, event: .accepted)
        record.sender = ParticipantIdentifier(sender)
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.messageID = Array("m-\(number)".utf8)
        record.digest = Digest(of: [])
        record.file = "a.xml"
        return WaitingEntry(try XCTUnwrap(WaitingMessage(record, receiver: 0)), .waiting, dueIn: 61_000_000_000)
    }
}
