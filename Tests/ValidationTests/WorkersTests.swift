// Workers share compiled contracts: each judges with a validator of its own, at the same time, and all judge alike.

import Dispatch
import Files
import Messages
import Support
import Synchronization
import Validation
import XCTest

final class WorkersTests: XCTestCase {
    func testWorkersThatShareContractsJudgeAlike() throws {
        let contracts = try ShippedContracts.all.get()
        let folders = ["accepted", "refused/invalid", "refused/malformed", "refused/no-message-id", "refused/limit"]
        let messages = try folders.flatMap { try ProjectFiles.samples(in: $0) }.filter { !$0.contains("hundred") }
            .map { try WholeFile.read($0) }
        @Sendable func verdicts() -> [Judgement] {
            var validator = Validator()
            return messages.map { bytes in
                validator.judge(bytes + [0], count: bytes.count, contracts: contracts, limits: MessageLimits()) { _ in
                    true
                }
            }
        }
        let alone = verdicts()
        let others = Mutex<[[Judgement]]>([])
        DispatchQueue.concurrentPerform(iterations: 12) { _ in
            let found = verdicts()
            others.withLock { $0.append(found) }
        }
        others.withLock { all in
            XCTAssertEqual(all.count, 12)
            for found in all { XCTAssertEqual(found, alone) }
        }
    }
}
