// What is on survives a restart; a file that is none says nothing.

import Messages
import Support
import XCTest

@testable import Operating

final class AlarmFileTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var file: AlarmFile { AlarmFile(path: folder.path(of: "alarms")) }

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    func testWhatIsWrittenIsRead() throws {
        let alarms = [
            Alarm(Alarm.Key(.fault, "folder/a"), since: Timestamp(nanoseconds: 7), text: "one\ttab, one\nline"),
            Alarm(Alarm.Key(.diskLow, "spool"), since: Timestamp(nanoseconds: 1_795_608_000_000_000_001), text: ""),
        ]
        try file.write(alarms)
        var expected = alarms
        expected[0].text = "one%09tab, one%0Aline"
        XCTAssertEqual(file.read(), expected)
        try file.write([])
        XCTAssertEqual(file.read(), [])
    }

    func testWhatCannotBeReadSaysNothing() throws {
        XCTAssertEqual(file.read(), [])
        try folder.write(
            "nonsense\nno-such-kind\ta\t1\tb\nfault\ta\tsoon\tb\nfault\tc\t\(Int64.min)\td\nfault\ta\t1\tb",
            to: "alarms")
        XCTAssertEqual(file.read().map(\.text), ["b"])
    }
}
