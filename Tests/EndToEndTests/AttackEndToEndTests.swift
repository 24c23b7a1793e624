// A hostile sender against custody by copy, for a moment; `luova-bench attack` does the same for as long as
// one likes.

import Files
import Foundation
import Support
import XCTest

final class AttackEndToEndTests: XCTestCase {
    func testNothingThatASenderDoesToItsFilesChangesWhatIsDelivered() throws {
        let bench = URL(fileURLWithPath: Playground.program).deletingLastPathComponent()
            .appendingPathComponent("luova-bench")
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let process = Process()
        process.executableURL = bench
        process.arguments = ["attack", "--custody", "copy", "--seconds", "3", "--spool", folder.path, "--json"]
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        let paths = ["output", "error"].map { folder.path(of: $0) }
        for path in paths { try WholeFile.write([], to: path) }
        process.standardOutput = FileHandle(forWritingAtPath: paths[0])
        process.standardError = FileHandle(forWritingAtPath: paths[1])
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let error = try folder.read("error")
        if process.terminationStatus == 69 {
            throw XCTSkip("the parts cannot be cast here: \(error)")  // reason: root without setpriv
        }
        XCTAssertEqual(process.terminationStatus, 0, error)
        let data = Data(try folder.read("output").utf8)
        let result = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any], error)
        XCTAssertEqual(result["breaches"] as? Int, 0)
        XCTAssertGreaterThan(try XCTUnwrap(result["delivered"] as? Int), 0)
        XCTAssertGreaterThan(try XCTUnwrap(result["writes"] as? Int), 0)
    }
}
