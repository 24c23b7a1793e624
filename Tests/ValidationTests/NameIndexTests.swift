// Names of all lengths, told from those that differ in one byte anywhere.

import XCTest

@testable import Validation

final class NameIndexTests: XCTestCase {
    private func place(_ name: [UInt8], in index: NameIndex) -> Int? {
        // Something stands before it and behind it, or nothing does.
        let around = index.place(
            of: 3..<(3 + name.count), in: (Array("{\"\"".utf8) + name + Array("\":1}       ".utf8)).span, hint: 0)
        XCTAssertEqual(index.place(of: name.indices, in: name.span, hint: 0), around)
        XCTAssertEqual(index.place(of: name.indices, in: name.span, behind: -1), around)
        return around
    }

    func testTellsNamesApartByEachByte() {
        for length in 1...40 {
            let name = (0..<length).map { UInt8(ascii: "A") + UInt8($0 % 26) }
            let index = NameIndex([Array("other".utf8), name])
            XCTAssertEqual(place(name, in: index), 1, "\(length)")
            for changed in 0..<length {
                var other = name
                other[changed] = UInt8(ascii: "z")
                XCTAssertNil(place(other, in: index), "\(length), \(changed)")
            }
            XCTAssertNil(place(name + [UInt8(ascii: "z")], in: index), "\(length)")
        }
    }

    func testKnowsNamesakesAmongFewAndMany() {
        for count in [1, 2, 32, 33, 100] {
            let names = (0..<count).map { Array("a-name-of-some-length-\($0)-and-its-end".utf8) }
            XCTAssertFalse(NameIndex(names).hasNamesakes, "\(count)")
            XCTAssertTrue(NameIndex(names + [names[0]]).hasNamesakes, "\(count)")
        }
        XCTAssertFalse(NameIndex([]).hasNamesakes)
    }
}
