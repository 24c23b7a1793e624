// What a contract's row says of items, and what the schema says to that.

import Messages
import Support
import XML
import XCTest

@testable import Validation

final class ItemDescriptionTests: XCTestCase {
    private func mistakes(_ items: ItemDescription) throws -> [String] {
        let bench = try Workbench(["a.xsd": BatchText.schema])
        do throws(SchemaProblems) {
            let contract = try Contract(
                Contract.Description(
                    type: MessageType("a"), schemaPath: "\(bench.folder.path)/a.xsd", folder: bench.folder.path,
                    root: "{urn:test:batch}Batch", fields: [:], items: items))
            XCTAssertEqual(contract.items, items)
            return []
        } catch {
            return error.problems.map(\.text)
        }
    }

    func testWhatTheSchemaHasIsRight() throws {
        for items in [
            ItemDescription(path: "Item"), ItemDescription(path: "Item", count: "Header/Count", reference: "Ref"),
            ItemDescription(path: "Item/Part", reference: "."), ItemDescription(path: "Item", count: "Header/Id"),
        ] {
            XCTAssertEqual(try mistakes(items), [])
        }
    }

    func testWhatItHasNotIsToldWithTheAttributeToCorrect() throws {
        for (items, words) in [
            (ItemDescription(path: "Items"), "correct items in the contract's row"),
            (ItemDescription(path: "@Item"), "correct items in the contract's row"),
            (ItemDescription(path: "Header"), "name the element that repeats as items"),
            (ItemDescription(path: "Item", reference: "Item/Ref"), "correct item-reference"),
            (ItemDescription(path: "Item", reference: "."), "correct item-reference"),
            (ItemDescription(path: "Item", count: "Header/@Count"), "correct item-count"),
            (ItemDescription(path: "Item", count: "Header"), "correct item-count"),
            (ItemDescription(path: "Item", count: "Item/Ref"), "stands inside an item"),
        ] {
            let found = try mistakes(items)
            XCTAssertEqual(found.count, 1, "\(items)")
            XCTAssertTrue(found.first?.contains(words) ?? false, "\(found)")
        }
    }
}
