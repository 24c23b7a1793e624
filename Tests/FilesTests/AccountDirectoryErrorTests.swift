// What a person reads when the directory of accounts does not answer.

import Files
import XCTest

final class AccountDirectoryErrorTests: XCTestCase {
    func testItSaysWhatIsNotKnownWhyAndWhatToDo() {
        XCTAssertEqual(
            AccountDirectoryError(.account, "sender", Errno(5)).description,
            "the system's directory of accounts cannot say whether there is an account 'sender' (Input/output error); "
                + "look at the directory (getent passwd sender), and try again")
        XCTAssertEqual(
            AccountDirectoryError(.group, "house", Errno(5)).description,
            "the system's directory of accounts cannot say whether there is a group 'house' (Input/output error); "
                + "look at the directory (getent group house), and try again")
    }
}
