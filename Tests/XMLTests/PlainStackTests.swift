// A stack of plain values: what it keeps while it grows, and after it was emptied.

import XCTest

@testable import XML

final class PlainStackTests: XCTestCase {
    func testValuesStayWhileItGrows() {
        var stack = PlainStack<Int>(capacity: 1)
        defer { stack.deallocate() }
        for value in 0..<100 { stack.append(value) }
        [100, 101, 102].withUnsafeBufferPointer { stack.append(contentsOf: $0) }
        XCTAssertEqual((0..<stack.count).map { stack[$0] }, Array(0..<103))
    }

    func testWhatIsDroppedIsReplaced() {
        var stack = PlainStack<UInt8>(capacity: 2)
        defer { stack.deallocate() }
        for value in 0..<10 { stack.append(UInt8(value)) }
        stack.removeAll(above: 3)
        stack.append(7)
        XCTAssertEqual((0..<stack.count).map { stack[$0] }, [0, 1, 2, 7])
        stack.reset(keeping: 4)
        XCTAssertEqual(stack.count, 0)
        [1, 2, 3, 4, 5].withUnsafeBufferPointer { stack.append(contentsOf: $0) }
        XCTAssertEqual((0..<stack.count).map { stack[$0] }, [1, 2, 3, 4, 5])
    }
}
