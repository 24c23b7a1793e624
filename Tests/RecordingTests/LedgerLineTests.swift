// A quick look at a line says what reading all of it says.

import Messages
import XCTest

@testable import Recording

final class LedgerLineTests: XCTestCase {
    func testSaysWhatTheRecordSays() throws {
        for (sequence, event) in [(1, .accepted), (.max, .commit), (12, .delivered)] as [(UInt64, LedgerRecord.Event)] {
            var record = LedgerRecord(sequence: sequence, time: Timestamp(nanoseconds: 0), event: event)
            record.text = #"","event":"commit""#
            let line = try XCTUnwrap(LedgerLine(record.line[...]))
            XCTAssertEqual(line.sequence, sequence)
            XCTAssertEqual(line.event, event)
        }
    }

    func testALineWithAnyByteChangedIsNone() {
        let line = LedgerRecord(sequence: 1, time: Timestamp(nanoseconds: 0), event: .commit).line
        for place in line.indices {
            var changed = line
            changed[place] ^= 1
            XCTAssertNil(LedgerLine(changed[...]), "byte \(place)")
        }
        for length in 0..<line.count { XCTAssertNil(LedgerLine(line[..<length])) }
    }

    func testARightChecksumOfSomethingElseIsNone() {
        for text in [
            "{", #"{"seq":"#, #"{"seq":1"#, #"{"seq":x,"time":"","event":"commit""#, #"{"time":"x""#,
            #"{"seq":1,"time":"2026-03-01T00:00:00.000000Z","event":"other""#,
        ] {
            let sum = Checksum.text(Checksum.of(text.utf8))
            let line = Array(text.utf8) + Array(#","sum":""#.utf8) + sum + Array(#""}"#.utf8)
            XCTAssertNil(LedgerLine(line[...]), text)
        }
    }
}
