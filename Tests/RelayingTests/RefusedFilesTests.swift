// What lies in refused/ is found by an operator, and compared with what was accepted.

import Files
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class RefusedFilesTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }
    override func tearDown() { trial.remove() }

    func testWhatWasDeliveredMayBeHandedOnOnceMoreAlsoWhereItIsAPartOfWhatCame() throws {
        for (sent, delivered) in [(trial.body, nil), (Array("<N><Bad/></N>".utf8), Digest(of: trial.body))]
            as [([UInt8], Digest?)]
        {
            tearDown()
            try setUpWithError()
            try trial.accept {
                $0.digest = Digest(of: sent)
                $0.delivered = delivered
            }
            try trial.commit([.undelivered]) {
                $0.sender = ParticipantIdentifier("alice")
                $0.type = MessageType("note")
                $0.syntax = .xml
                $0.reason = .discarded
            }
            let refused = try trial.spool.folders(of: ParticipantIdentifier("alice")).refused
            let name = fileName("000000000003.discarded.xml")
            try refused.create(name, mode: 0o640).write(trial.body[...])
            let files = RefusedFiles(spool: trial.spool)
            guard case .found(let file, let accepted?) = files.find(DeliveryIdentifier(sequence: 1)) else {
                return XCTFail("it is not found")
            }
            XCTAssertEqual(file.name, name)
            XCTAssertTrue(files.isUnchanged(file, accepted))
            try refused.remove(name)
            try refused.create(name, mode: 0o640).write(Array("<X/>".utf8)[...])
            XCTAssertFalse(files.isUnchanged(file, accepted))
        }
    }
}
