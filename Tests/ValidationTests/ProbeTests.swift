import Files
import Messages
import Support
@testable import Validation
import XCTest
import XML

final class ProbeTests: XCTestCase {
    func say(_ label: String, _ j: Judgement) {
        print("PROBE", label, j.verdict, j.findings, j.positions, j.refusal?.errors.map(\.text) ?? [], j.header.messageID.map { String(decoding: $0, as: UTF8.self) } ?? "nil", j.type?.text ?? "-")
    }
    func testProbe() throws {
        let attr = try Workbench(schema: Workbench.schema("""
          <xs:element name="A"><xs:complexType mixed="true"><xs:sequence><xs:element name="B" type="xs:string" minOccurs="0" maxOccurs="9"/><xs:element name="N" minOccurs="0" nillable="true" type="xs:int"/></xs:sequence><xs:attribute name="id"/></xs:complexType></xs:element>
          """), root: "{urn:t}A", fields: [.messageID: "@id"])
        say("amp xml", attr.judge(#"<A xmlns="urn:t" id="a&amp;b"/>"#))
        say("amp json", attr.judge(#"{"A":{"@id":"a&b"}}"#))
        say("xsi:id", attr.judge(#"<A xmlns="urn:t" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="u u.xsd" id="1"/>"#))
        say("ascii", attr.judge(#"<?xml version="1.0" encoding="US-ASCII"?><A xmlns="urn:t" id="1"/>"#))
        say("ascii2", attr.judge(#"<?xml version="1.0" encoding="ascii"?><A xmlns="urn:t" id="1"/>"#))
        say("utf8", attr.judge(#"<?xml version="1.0" encoding="utf8"?><A xmlns="urn:t" id="1"/>"#))
        say("bom", attr.judge("\u{FEFF}" + #"<?xml version="1.0" encoding="utf-8"?><A xmlns="urn:t" id="1"/>"#))
        for n in 1...4 { say("bom\(n)", attr.judge(bytes: Array([0xEF, 0xBB, 0xBF, 0x3C].prefix(n)))) }
        say("1.1", attr.judge(#"<?xml version="1.1"?><A xmlns="urn:t" id="1"/>"#))
        say("xmlns number", attr.judge(#"{"A":{"@xmlns":5,"@id":"1"}}"#))
        say("xmlns null", attr.judge(#"{"A":{"@xmlns":null,"@id":"1"}}"#))
        say("text null", attr.judge(##"{"A":{"@id":"1","#text":null}}"##))
        say("#text twice", attr.judge(##"{"A":{"@id":"1","#text":"a","#text":"b"}}"##))
        say("partial epilog", attr.judge(#"<A xmlns="urn:t" id="1"/><!-- a"#))
        say("partial char after", attr.judge(bytes: Array(#"<A xmlns="urn:t" id="1"/>"#.utf8) + [0xC3]))
        say("partial char after json", attr.judge(bytes: Array(#"{"A":{"@id":"1"}}"#.utf8) + [0xC3]))
        say("NUL after", attr.judge(bytes: Array(#"<A xmlns="urn:t" id="1"/>"#.utf8) + [0, 0x3C]))
        say("nonnil nil bad", attr.judge(#"<A xmlns="urn:t" id="1"><B xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true">x</B></A>"#))
        say("nil json", attr.judge(#"{"A":{"@id":"1","N":null}}"#))
        say("ctl json", attr.judge(#"{"A":{"@id":"1","B":"a\u0001b"}}"#))
        say("ctl json name", attr.judge(#"{"A":{"@id":"1","B\u0000":"a"}}"#))
        say("deep array", attr.judge(#"{"A":{"@id":"1","B":["a",["b"]]}}"#))
        say("empty name", attr.judge(#"{"A":{"@id":"1","":"a"}}"#))
        say("empty attr name", attr.judge(#"{"A":{"@id":"1","@":"a"}}"#))
        say("pi ns", attr.judge(#"<A xmlns="urn:t" id="1"><?a:b c?></A>"#))
        say("undecl", attr.judge(#"<A xmlns="urn:t" id="1">&foo;</A>"#))
        let other = try Workbench(schema: #"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="A"><xs:complexType><xs:sequence><xs:any processContents="skip" minOccurs="0" maxOccurs="9"/></xs:sequence><xs:attribute name="id"/></xs:complexType></xs:element></xs:schema>"#, root: "A", fields: [.messageID: "@id"])
        say("no ns", other.judge(#"{"A":{"@xmlns":"","@id":"1"}}"#))
        say("any bad name", other.judge(#"{"A":{"a b":"","@id":"1"}}"#))
        say("any dup", other.judge(#"{"A":{"x":[1,2],"y":{"x":{"@u":5}},"@id":"1"}}"#))
        let limit = try Workbench(schema: Workbench.schema("<xs:element name='A' type='xs:string'/>"), root: "{urn:t}A", textLimit: 5)
        say("limit", limit.judge(#"<A xmlns="urn:t">1234567</A>"#))
    }
    func testSpace() throws {
        for name in ["with space", "ä", "per%20cent", "plus+"] {
            let folder = try WrittenFolder(named: name, with: ["a.xsd": Workbench.schema("<xs:include schemaLocation='h.xsd'/><xs:element name='A' type='T'/>"), "h.xsd": Workbench.schema("<xs:simpleType name='T'><xs:restriction base='xs:string'/></xs:simpleType>")])
            do { _ = try Contract(.init(type: MessageType("a"), schemaPath: folder.path + "/a.xsd", folder: folder.path, root: "{urn:t}A", fields: [:])); print("PROBE", name, "ok") } catch { print("PROBE", name, error.problems) }
        }
    }
    func testCycle() throws {
        let b = try Workbench(["c/a.xsd": Workbench.schema("<xs:include schemaLocation='../c/b.xsd'/><xs:element name='A' type='T'/>"), "c/b.xsd": Workbench.schema("<xs:include schemaLocation='../c/a.xsd'/><xs:simpleType name='T'><xs:restriction base='xs:string'/></xs:simpleType>")])
        do { try b.add("a", schema: "c/a.xsd", root: "{urn:t}A"); print("PROBE cycle ok") } catch { print("PROBE cycle", "\(error)".prefix(300)) }
    }
    func testRecursive() throws {
        let b = try Workbench(schema: Workbench.schema("<xs:element name='A'><xs:complexType><xs:sequence><xs:element ref='A' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>"), root: "{urn:t}A")
        say("recursive", b.judge("{\"A\":{\"A\":{}}}"))
    }
    func testAttributes() throws {
        let b = try Workbench(schema: Workbench.schema("<xs:element name='A' type='xs:string'/>"), root: "{urn:t}A")
        for n in [1000, 10_000, 30_000, 100_000] {
            let t = "<A xmlns='urn:t'" + (0..<n).map { " a\($0)=''" }.joined() + "/>"
            let start = Date()
            let j = b.judge(t)
            print("PROBE attrs", n, t.utf8.count, j.verdict, Date().timeIntervalSince(start))
        }
        for n in [1000, 10_000, 30_000, 100_000] {
            let t = "<A xmlns='urn:t'" + (0..<n).map { " xmlns:a\($0)='u'" }.joined() + "/>"
            let start = Date()
            let j = b.judge(t)
            print("PROBE ns", n, t.utf8.count, j.verdict, Date().timeIntervalSince(start))
        }
    }
    func testRegexp() throws {
        do {
        let b = try Workbench(schema: Workbench.schema("<xs:element name='A'><xs:simpleType><xs:restriction base='xs:string'><xs:pattern value='(a|aa)+b'/></xs:restriction></xs:simpleType></xs:element>"), root: "{urn:t}A")
            let start = Date()
            let j = b.judge("<A xmlns='urn:t'>" + String(repeating: "a", count: 2000) + "</A>")
            print("PROBE regexp", j.verdict, j.findings, Date().timeIntervalSince(start))
        } catch { print("PROBE regexp", error) }
        do {
        let b = try Workbench(schema: Workbench.schema("<xs:element name='A'><xs:complexType><xs:sequence><xs:element name='I' type='xs:ID' maxOccurs='3'/><xs:element name='R' type='xs:IDREF' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>"), root: "{urn:t}A", fields: [.messageID: "I"])
            let j = b.judge("<A xmlns='urn:t'><I>a</I><I>a</I><R>x</R></A>")
            print("PROBE ID", j.verdict, j.findings)
        } catch { print("PROBE ID", error) }
    }
}
