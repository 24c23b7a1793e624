// Bodies on their way into `taken/`: our own copy, or the original itself.

import Files
import Glibc
import Spooling
import Support
import XCTest

final class CustodyTests: XCTestCase {
    private var trial: DropTrial!
    private var keeper: CustodyKeeper { trial.keeper }
    private let body = Array("<m>text</m>".utf8)

    override func setUpWithError() throws { trial = try DropTrial() }

    override func tearDown() { trial.folder.remove() }

    private func inTaken(_ name: TakenName) throws -> FileStatus {
        try XCTUnwrap(try trial.taken.status(of: name.fileName))
    }

    // A copy.

    func testACopyHoldsTheBytes() throws {
        let name = try keeper.stageCopy([0x20] + body[...], in: trial.taken, group: nil)
        XCTAssertEqual(name.kind, .copy)
        XCTAssertEqual(name.rest, [])
        XCTAssertEqual(try trial.namesInTaken(), [name.text])
        XCTAssertEqual(try trial.taken.open(name.fileName).read(count: 99, at: 0), [0x20] + body)
        XCTAssertEqual(try inTaken(name).mode, 0o640)
    }

    func testACopyOfAPieceHoldsThePiece() throws {
        let name = try keeper.stageCopy(body[3..<7], kind: .receipt, in: trial.taken, group: nil)
        XCTAssertEqual(name.kind, .receipt)
        XCTAssertEqual(try trial.taken.open(name.fileName).read(count: 99, at: 0), Array("text".utf8))
    }

    func testEachCopyHasANameOfItsOwn() throws {
        let names = try (0..<20).map { _ in try keeper.stageCopy(body[...], in: trial.taken, group: nil).text }
        XCTAssertEqual(try trial.namesInTaken(), names.sorted())
        XCTAssertEqual(Set(names).count, 20)
    }

    func testANameThatIsThereIsPassedOver() throws {
        // As when the clock was set back: the same tokens once more.
        let first = try CustodyKeeper(tokens: TokenSource(startedAt: 1_000_000)).stageCopy(
            body[...], in: trial.taken, group: nil)
        let second = try CustodyKeeper(tokens: TokenSource(startedAt: 1_000_000)).stageCopy(
            [1], in: trial.taken, group: nil)
        XCTAssertNotEqual(first, second)
        XCTAssertEqual(try inTaken(first).size, 11)
        XCTAssertEqual(try inTaken(second).size, 1)
    }

    func testACopyBelongsToTheReceiversGroup() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can give a file to another group")  // reason: needs root
        }
        let name = try keeper.stageCopy(body[...], in: trial.taken, group: OtherAccount.identifier)
        XCTAssertEqual(try inTaken(name).group, OtherAccount.identifier)
        XCTAssertEqual(try inTaken(name).owner, Account.current)
        XCTAssertEqual(try inTaken(name).mode, 0o640)
    }

    func testACopyThatCannotBeWrittenLeavesNothing() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let before = limit.rlim_cur
        limit.rlim_cur = 5
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let cause = causeOfFailure { _ = try keeper.stageCopy(body[...], in: trial.taken, group: nil) }
        limit.rlim_cur = before
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        XCTAssertEqual(cause, Errno(EFBIG))
        XCTAssertEqual(try trial.namesInTaken(), [])
    }
}
