// Every file of the spool that was changed, or is not ours, is named.

import Foundation
import XCTest

final class VerifySpoolEndToEndTests: XCTestCase {
    private var trial: VerifyTrial!

    override func setUpWithError() throws { trial = try VerifyTrial() }
    override func tearDown() { trial.playground.remove() }

    func testADeliveredBodyThatWasChangedIsNamed() throws {
        try trial.work()
        try trial.put("x", "participants/bob/pickup/\(trial.playground.pickup("bob")[0])")
        XCTAssertEqual(try trial.codes(), ["body-changed"])
    }

    func testFilesThatAreNamedLikeOursAreNamed() throws {
        try trial.work()
        let bob = trial.playground.pickup("bob")[0]
        try trial.put("x", "participants/bob/pickup/note.000000009999.xml")
        try trial.put("x", "participants/alice/pickup/\(bob)")
        try trial.put("x", "participants/bob/pickup/\(bob.replacingOccurrences(of: "note.", with: "letter."))")
        try trial.put("x", "participants/bob/pickup/000000000001.receipt.xml")
        try trial.put("x", "refused/alice/000000009999.invalid.xml")
        try trial.put("x", "waiting/bob/note.000000009999.0.xml")
        XCTAssertEqual(
            try trial.codes(),
            [
                "pickup-unknown", "pickup-unknown", "pickup-unknown", "receipt-unknown", "refused-unknown",
                "waiting-unknown",
            ])
    }

    func testFilesOfOthersAreNotes() throws {
        try trial.work()
        try trial.put("x", "participants/bob/pickup/readme.txt")
        try trial.put("x", "taken/alice/readme.txt")
        try trial.put("x", "taken/alice/m.token-1.name.xml")
        try trial.remove("refused/alice/\(trial.playground.names("refused/alice")[0])")
        XCTAssertEqual(try trial.codes(), [])
        XCTAssertEqual(try trial.codes(notes: true), ["foreign", "foreign", "refused-gone", "undecided"])
    }

    func testARefusedFileThatWasChangedIsNamed() throws {
        try trial.work()
        try trial.put("x", "refused/alice/\(trial.playground.names("refused/alice")[0])")
        XCTAssertEqual(try trial.codes(), ["body-changed"])
    }
}
