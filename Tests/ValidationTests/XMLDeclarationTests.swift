// What an XML declaration says, as far as it was read.

import XCTest

@testable import Validation

final class XMLDeclarationTests: XCTestCase {
    func testDeclarationsOfOtherEncodingsAreFound() {
        let foreign = [
            ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "ISO-8859-1"),
            ("<?xml version=\"1.0\" encoding = \"UTF-16\"?>", "UTF-16"),
            ("<?xml\tversion='1.0'\nencoding='windows-1252' standalone='yes'?>", "windows-1252"),
            ("\u{FEFF}<?xml version='1.0' encoding='UTF-7'?>", "UTF-7"),
            ("<?xml encoding='EBCDIC-CP-FI'?>", "EBCDIC-CP-FI"), ("<?xml version='1.0' encoding=''?>", ""),
            ("<?xml version='1.0' encoding='US-ASCII'?>", "US-ASCII"),
        ]
        for (text, name) in foreign {
            let found = XMLDeclaration(Array(text.utf8).span)
            XCTAssertEqual(found?.encoding, name, text)
            XCTAssertEqual(found?.isForeign, true, text)
        }
        let own = [
            "<a encoding='x'/>", "<?xml version='1.0'?><a encoding='x'/>", "<?xml version='1.0' encoding='UTF-8'?>",
            "<?xml version='1.0' encoding='utf-8'?>",
            "<?xml-stylesheet encoding='x'?>", "", "<", "<?xml", "<?xml version='1.0' encoding",
            "<!-- <?xml encoding='x'?> -->", "<?xml version='1.0' encoding='UT",
        ]
        for text in own { XCTAssertNotEqual(XMLDeclaration(Array(text.utf8).span)?.isForeign, true, text) }
    }

    func testTheVersionIsWhatStandsBetweenItsQuotes() {
        func version(_ text: String) -> String? { XMLDeclaration(Array(text.utf8).span)?.version }
        XCTAssertEqual(version("<?xml version='1.1'?>"), "1.1")
        XCTAssertEqual(version("<?xml version = \"1.0\" encoding='UTF-8'?>"), "1.0")
        XCTAssertNil(version("<?xml version='1."))
        XCTAssertNil(version("<a version='1.1'/>"))
    }

    func testADeclarationThatIsTooLongMayNameAnyEncoding() {
        let far = String(repeating: " ", count: 300)
        for (text, isForeign) in [
            ("<?xml version='1.0'\(far)?>", true), ("<?xml version='1.0' encoding='UTF-8'\(far)?>", false),
            ("<?xml version='1.0'\(far)encoding='UTF-16'?>", true),
        ] {
            XCTAssertEqual(XMLDeclaration(Array(text.utf8).span)?.isForeign, isForeign, text)
        }
    }
}
