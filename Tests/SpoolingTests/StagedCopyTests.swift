// A copy that is written piece by piece.

import Files
import Spooling
import Support
import XCTest

final class StagedCopyTests: XCTestCase {
    private var trial: DropTrial!

    override func setUpWithError() throws { trial = try DropTrial() }

    override func tearDown() { trial.folder.remove() }

    func testHoldsThePiecesInTheirOrder() throws {
        let copy = try trial.keeper.beginCopy(in: trial.taken)
        try copy.append([1, 2, 3][...])
        try copy.append([9, 4, 5][1...])
        let name = try copy.finish(group: nil)
        XCTAssertEqual(name.kind, .copy)
        XCTAssertEqual(try trial.taken.open(name.fileName).read(count: 99, at: 0), [1, 2, 3, 4, 5])
        XCTAssertEqual(try trial.taken.status(of: name.fileName)?.mode, 0o640)
    }

    func testWhatIsNotAMessageHasAnotherKindOfName() throws {
        let copy = try trial.keeper.beginCopy(in: trial.taken, kind: .receipt)
        XCTAssertEqual(try copy.finish(group: nil).kind, .receipt)
        XCTAssertEqual(try trial.namesInTaken().filter { $0.hasPrefix("r.") }.count, 1)
    }

    func testCanBeReadBackForAnotherCopy() throws {
        let copy = try trial.keeper.beginCopy(in: trial.taken)
        try copy.append([1, 2, 3][...])
        var buffer: [UInt8] = [0, 0]
        XCTAssertEqual(try copy.read(into: &buffer, at: 1), 2)
        XCTAssertEqual(buffer, [2, 3])
        XCTAssertEqual(try copy.read(into: &buffer, at: 3), 0)
    }

    func testLeavesNothingBehindWhenItIsNotFinished() throws {
        try trial.keeper.beginCopy(in: trial.taken).append([1][...])
        XCTAssertEqual(try trial.namesInTaken(), [])
    }
}
