// Questions to the directory of accounts: how much room an answer gets, and what counts as none.

import Glibc
import XCTest

@testable import Files

final class SystemCallTests: XCTestCase {
    /// Asks a directory of the test's own.
    ///
    /// - Returns: how much room there was at each try, and the errno that came of it; 0 for an answer.
    private func look(_ answer: (_ room: Int, _ turn: Int) -> CInt) -> (rooms: [Int], failure: CInt) {
        var buffer = [CChar](repeating: 0, count: 16)
        var rooms: [Int] = []
        do throws(Errno) {
            try SystemCall.look(.account, for: "somebody", in: &buffer) { buffer in
                rooms.append(buffer.count)
                return answer(buffer.count, rooms.count)
            }
            return (rooms, 0)
        } catch {
            return (rooms, error.number)
        }
    }

    func testAnEntryGetsTheRoomThatItNeeds() {
        let (rooms, failure) = look { room, _ in room < 1_000 ? ERANGE : 0 }
        XCTAssertEqual(rooms, [16, 64, 256, 1_024])
        XCTAssertEqual(failure, 0)
    }

    func testRoomHasAnEnd() {
        let (rooms, failure) = look { _, _ in ERANGE }
        XCTAssertEqual(rooms.last, 1 << 26)
        XCTAssertEqual(failure, ERANGE)
    }

    func testAQuestionThatIsInterruptedIsAskedAgain() {
        let (rooms, failure) = look { _, turn in turn < 4 ? EINTR : 0 }
        XCTAssertEqual(rooms.count, 4)
        XCTAssertEqual(failure, 0)
    }

    func testWhatTheDirectoryCannotDoIsNoAnswer() {
        for number in [ENOENT, ESRCH, EIO, EAGAIN, ETIMEDOUT] {
            XCTAssertEqual(look { _, _ in number }.failure, number)
        }
    }
}
