// Which mount a path leads to.

import Files
import XCTest

final class MountPointTests: XCTestCase {
    func testFoldersOfOneMountAreTogether() throws {
        XCTAssertEqual(MountPoint(of: "/proc/self"), MountPoint(of: "/proc"))
        XCTAssertNotNil(MountPoint(of: "/proc"))
    }

    func testAnotherMountIsAnother() { XCTAssertNotEqual(MountPoint(of: "/"), MountPoint(of: "/proc")) }

    func testWhatIsNotThereHasNone() { XCTAssertNil(MountPoint(of: "/no/such/path")) }
}
