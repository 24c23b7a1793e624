// The limit of open files is low: fewer files are in hand at a time, or the start says what it needs.

import Support
import XCTest

final class FewDescriptorsEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    /// What starts the program with so few descriptors.
    private func with(_ limit: Int) -> [String] { ["/bin/sh", "-c", "ulimit -n \(limit); exec \"$@\"", "sh"] }

    private func run(_ limit: Int) throws -> (code: Int32, output: String, error: String) {
        try playground.luova(
            ["run", "--routes", playground.routes, "--spool", playground.spool, "--drain", "--workers", "2"],
            under: with(limit))
    }

    func testWithFewADrainTakesLongerAndDoesItsWork() throws {
        for number in 0..<300 { try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml") }
        let refused = try run(30)
        XCTAssertEqual(refused.code, 73, refused.error)
        let words = refused.error.split(separator: " ")
        let needed = try XCTUnwrap(words.compactMap { Int($0.prefix { $0.isNumber }) }.last, refused.error)
        XCTAssertTrue(refused.error.contains("the limit of open files is 30"), refused.error)
        XCTAssertTrue(refused.error.contains("LimitNOFILE="), refused.error)
        XCTAssertEqual(try run(needed - 1).code, 73)
        let (code, _, error) = try run(needed)
        XCTAssertEqual(code, 0, error)
        XCTAssertFalse(error.contains("fault"), error)
        XCTAssertEqual(playground.pickup("bob").count, 300)
        try playground.verify()
    }
}
