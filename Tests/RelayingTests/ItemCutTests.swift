// What is read of a batch without its bad items, however it comes in pieces.

import Messages
import XCTest

@testable import Relaying

final class ItemCutTests: XCTestCase {
    /// What is read in pieces of these sizes; the source gives what it likes.
    private func cut(_ text: String, _ items: ItemFindings, buffer: Int = 1_024, source: Int = 7) -> String {
        let bytes = Array(text.utf8)
        var cut = ItemCut(items)
        var result: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: buffer)
        var asked: [Int64] = []
        while true {
            let count = cut.read(into: &piece) { (into: inout [UInt8], offset: Int64) in
                asked.append(offset)
                let part = bytes[min(Int(offset), bytes.count)..<min(Int(offset) + source, bytes.count)]
                into.replaceSubrange(0..<part.count, with: part)
                return part.count
            }
            if count == 0 { break }
            result += piece[..<count]
        }
        XCTAssertEqual(asked, asked.sorted(), "the whole is read from its beginning to its end")
        XCTAssertEqual(Set(asked).count + 1, asked.count, "nothing is read twice but the end")
        return String(decoding: result, as: UTF8.self)
    }

    private func item(_ bytes: Range<Int>) -> RefusedItem { RefusedItem(number: 1, bytes: bytes) }

    func testItemsGoAndTheCountIsCorrectedWhereverItStands() {
        let text = "<b>12<c>aaaabbbbcccc</c>12</b>"
        for buffer in [4, 5, 64, 1_024] {
            let before = ItemFindings(count: 12, refused: [item(8..<12), item(16..<20)], statedCount: 3..<5)
            XCTAssertEqual(cut(text, before, buffer: buffer), "<b>10<c>bbbb</c>12</b>")
            let behind = ItemFindings(count: 12, refused: [item(8..<12), item(12..<16)], statedCount: 24..<26)
            XCTAssertEqual(cut(text, behind, buffer: buffer), "<b>12<c>cccc</c>10</b>")
        }
    }

    func testWithoutACountOnlyItemsGo() {
        XCTAssertEqual(cut("0123456789", ItemFindings(count: 3, refused: [item(0..<3), item(9..<10)])), "345678")
    }

    func testAnItemAsLongAsManyPieces() {
        let text = "<" + String(repeating: "x", count: 200_000) + ">"
        let items = ItemFindings(count: 2, refused: [item(1..<200_001)])
        XCTAssertEqual(cut(text, items, source: 60_000), "<>")
    }
}
