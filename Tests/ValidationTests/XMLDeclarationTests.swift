// What an XML declaration says, as far as it was read.

import Messages
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
            XCTAssertEqual(found?.contradicts(.utf8), true, text)
        }
        let own = [
            "<a encoding='x'/>", "<?xml version='1.0'?><a encoding='x'/>", "<?xml version='1.0' encoding='UTF-8'?>",
            "<?xml version='1.0' encoding='utf-8'?>",
            "<?xml-stylesheet encoding='x'?>", "", "<", "<?xml", "<?xml version='1.0' encoding",
            "<!-- <?xml encoding='x'?> -->", "<?xml version='1.0' encoding='UT",
        ]
        for text in own { XCTAssertNotEqual(XMLDeclaration(Array(text.utf8).span)?.contradicts(.utf8), true, text) }
    }

    func testTheVersionIsWhatStandsBetweenItsQuotes() {
        func version(_ text: String) -> String? { XMLDeclaration(Array(text.utf8).span)?.version }
        XCTAssertEqual(version("<?xml version='1.1'?>"), "1.1")
        XCTAssertEqual(version("<?xml version = \"1.0\" encoding='UTF-8'?>"), "1.0")
        XCTAssertNil(version("<?xml version='1."))
        XCTAssertNil(version("<a version='1.1'/>"))
    }

    func testADeclarationContradictsEachEncodingButTheOneThatItNames() {
        func contradicted(_ text: String) -> [TextEncoding] {
            guard let declaration = XMLDeclaration(Array(text.utf8).span) else { return [] }
            return TextEncoding.allCases.filter { declaration.contradicts($0) }
        }
        XCTAssertEqual(contradicted("<?xml version='1.0' encoding='UTF-8'?>"), [.utf16, .latin1])
        XCTAssertEqual(contradicted("<?xml version='1.0' encoding='utf-16'?>"), [.utf8, .latin1])
        XCTAssertEqual(contradicted("<?xml version='1.0' encoding='iso-8859-1'?>"), [.utf8, .utf16])
        XCTAssertEqual(contradicted("<?xml version='1.0'?>"), [.latin1], "nothing but its declaration tells Latin-1")
        XCTAssertEqual(contradicted("<?xml version='1.0' encoding='windows-1252'?>"), [.utf8, .utf16, .latin1])
    }

    func testANameOfAnEncodingIsToldOnlyIfItHasTheFormOfOne() {
        func name(_ encoding: String) -> String? {
            XMLDeclaration(Array("<?xml version='1.0' encoding='\(encoding)'?>".utf8).span)?.encodingName
        }
        XCTAssertEqual(name("windows-1252"), "windows-1252")
        XCTAssertEqual(name("x131052-308T"), "x***********")
        for other in ["", "two words", "\u{1B}[2J", String(repeating: "x", count: 41)] { XCTAssertNil(name(other)) }
    }

    func testADeclarationThatIsTooLongMayNameAnyEncoding() {
        let far = String(repeating: " ", count: 300)
        for (text, isForeign) in [
            ("<?xml version='1.0'\(far)?>", true), ("<?xml version='1.0' encoding='UTF-8'\(far)?>", false),
            ("<?xml version='1.0'\(far)encoding='UTF-16'?>", true),
        ] {
            XCTAssertEqual(XMLDeclaration(Array(text.utf8).span)?.contradicts(.utf8), isForeign, text)
        }
    }
}
