// Messages that wait, without a ledger and without files.

import Messages
import Recording
import XCTest

@testable import Relaying

extension WaitingMessage {
    /// A `note` to `bob`.
    static func note(
        _ number: UInt64, from sender: String = "alice", on route: String = "r",
        at time: Timestamp = Timestamp(nanoseconds: 0), opens: Timestamp? = nil
    ) throws -> WaitingMessage {
        var record = LedgerRecord(sequence: number, time: time, event: .accepted)
        record.sender = ParticipantIdentifier(sender)
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier(route)
        record.messageID = []
        record.digest = Digest(of: [])
        record.opens = opens
        return try XCTUnwrap(WaitingMessage(record, receiver: 0))
    }
}
