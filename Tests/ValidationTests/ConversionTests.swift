// A message in the other syntax: the canonical form of each, and what comes back.

import Messages
import Support
import XCTest
import XML

@testable import Validation

final class ConversionTests: XCTestCase {
    static let schema = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:t' xmlns:o='urn:o' targetNamespace='urn:t'
          elementFormDefault='qualified'>
        <xs:import namespace='urn:o' schemaLocation='o.xsd'/>
        <xs:element name='A'><xs:complexType><xs:sequence>
          <xs:element name='S' type='xs:string' minOccurs='0'/>
          <xs:element name='D' type='xs:decimal' minOccurs='0' maxOccurs='9' nillable='true'/>
          <xs:element name='F' type='xs:boolean' minOccurs='0'/>
          <xs:element name='C' type='Code' minOccurs='0' nillable='true'/>
          <xs:element name='B' type='Base' minOccurs='0' maxOccurs='2'/>
          <xs:element ref='o:S' minOccurs='0'/>
          <xs:element name='R' minOccurs='0'><xs:complexType><xs:sequence minOccurs='0' maxOccurs='9'>
            <xs:element name='P' type='xs:int'/><xs:element name='Q' type='xs:int'/></xs:sequence></xs:complexType>
          </xs:element>
          <xs:element name='L' minOccurs='0'><xs:complexType><xs:all><xs:element name='X' minOccurs='0'/>
            <xs:element name='Y' minOccurs='0'/></xs:all></xs:complexType></xs:element>
          <xs:element name='E' minOccurs='0'><xs:complexType><xs:attribute name='k'/></xs:complexType></xs:element>
          <xs:any namespace='##any' processContents='lax' minOccurs='0' maxOccurs='9'/></xs:sequence>
          <xs:attribute name='id'/><xs:attribute name='n' type='xs:int'/><xs:attribute name='b' type='xs:boolean'/>
          <xs:attribute ref='o:k'/><xs:anyAttribute processContents='lax'/>
        </xs:complexType></xs:element>
        <xs:complexType name='Code'><xs:simpleContent><xs:extension base='xs:string'><xs:attribute name='k'/>
          </xs:extension></xs:simpleContent></xs:complexType>
        <xs:complexType name='Base'><xs:sequence><xs:element name='G' type='xs:int'/></xs:sequence></xs:complexType>
        <xs:complexType name='More'><xs:complexContent><xs:extension base='Base'><xs:sequence>
          <xs:element name='H' type='xs:int' maxOccurs='2'/></xs:sequence></xs:extension></xs:complexContent>
          </xs:complexType>
        </xs:schema>
        """
    static let other = """
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:o'>
        <xs:import namespace='urn:t' schemaLocation='a.xsd'/><xs:element name='S' type='xs:int'/>
        <xs:attribute name='k' type='xs:int'/><xs:complexType name='Far'><xs:complexContent>
        <xs:extension base='t:Base'/></xs:complexContent></xs:complexType></xs:schema>
        """

    private func bench() throws -> Workbench {
        let bench = try Workbench(["a.xsd": Self.schema, "o.xsd": Self.other])
        try bench.add("a", schema: "a.xsd", root: "{urn:t}A", fields: [.messageID: "@id"])
        return bench
    }

    private func convert(_ text: String, _ bench: Workbench, isIndented: Bool = false) throws -> String {
        let judgement = bench.judge(text)
        XCTAssertEqual(judgement.verdict, "accepted", "\(text) \(judgement.findings)")
        let syntax = try XCTUnwrap(judgement.syntax)
        let conversion = Conversion(
            Array(text.utf8)[...], from: syntax, contract: bench.contracts.contracts[0], among: bench.contracts,
            isIndented: isIndented)
        XCTAssertEqual(conversion.problems, [], text)
        return String(decoding: conversion.bytes, as: UTF8.self)
    }

    /// The members of the root, beside its namespace and its id.
    private func members(_ content: String, attributes: String = "") throws -> String {
        let bench = try bench()
        let xml = "<A xmlns='urn:t' id='1' \(attributes)>\(content)</A>"
        let json = try convert(xml, bench)
        let back = try convert(json, bench)
        XCTAssertEqual(
            ContentElement(parsing: Array(back.utf8)[...]), ContentElement(parsing: Array(xml.utf8)[...]), back)
        XCTAssertEqual(try convert(back, bench), json)
        let start = ##"{"A":{"@xmlns":"urn:t","@id":"1""##
        XCTAssertTrue(json.hasPrefix(start), json)
        return String(json.dropFirst(start.count + 1).dropLast(3))
    }

    func testTheCanonicalJSONOfEachConstruct() throws {
        let cases: [(xml: String, json: String)] = [
            ("<S>12</S>", #""S":"12""#), ("<S/>", #""S":"""#), ("<S> a\n</S>", #""S":" a\n""#),
            ("<D>12.50</D>", #""D":[12.50]"#), ("<D>1</D><D>-0.5</D>", #""D":[1,-0.5]"#),
            ("<D>+1</D><D>.5</D><D>01</D><D> 1 </D>", #""D":["+1",".5","01"," 1 "]"#),
            ("<F>true</F>", #""F":true"#), ("<F>1</F>", #""F":"1""#),
            ("<C k='1'>x</C>", ##""C":{"@k":"1","#text":"x"}"##), ("<C k=''/>", #""C":{"@k":""}"#),
            ("<C>x</C>", #""C":"x""#),
            ("<B><G>1</G></B>", #""B":[{"G":1}]"#), ("<L><Y/><X>1</X></L>", #""L":{"Y":"","X":"1"}"#),
            ("<R><P>1</P><Q>2</Q></R>", #""R":{"P":[1],"Q":[2]}"#), ("<R/>", #""R":{}"#), ("<E/>", #""E":{}"#),
            ("<R> <P>1</P> <Q>2</Q> </R>", #""R":{"P":[1],"Q":[2]}"#),
            (
                "<R><P>1</P><Q>2</Q><P>3</P><Q>4</Q></R>",
                ##""R":{"#content":[{"P":1},{"Q":2},{"P":3},{"Q":4}]}"##
            ),
            ("<S>a</S><o:S xmlns:o='urn:o'>1</o:S>", #""S":"a","{urn:o}S":1"#),
            ("<Z><Y>1</Y><Y>2</Y></Z>", #""Z":[{"Y":["1","2"]}]"#),
            ("<Z xmlns='urn:z'>a<Y k='1'/></Z>", ##""{urn:z}Z":[{"#text":"a","Y":[{"@k":"1"}]}]"##),
            ("<Z xmlns=''><Y xmlns='urn:t'/></Z>", #""{}Z":[{"{urn:t}Y":[""]}]"#),
            ("<S><![CDATA[<&>]]>&#13;\t</S>", #""S":"<&>\r\t""#), ("<S>\u{1F600}\"\\/</S>", #""S":"😀\"\\/""#),
        ]
        for (xml, json) in cases { XCTAssertEqual(try members(xml), json, xml) }
    }

    func testTheCanonicalJSONOfAttributes() throws {
        let instance = "xmlns:i='http://www.w3.org/2001/XMLSchema-instance'"
        let cases: [(attributes: String, content: String, json: String)] = [
            ("n='7' b='true'", "", #""@n":7,"@b":true"#), ("n='+7' b='0'", "", #""@n":"+7","@b":"0""#),
            ("xmlns:o='urn:o' o:k='3' k='4'", "", #""@k":3,"@{}k":"4""#), ("xml:lang='fi'", "", #""@xml:lang":"fi""#),
            ("q='a&#10;b\"&amp;&lt;&#9;'", "", #""@q":"a\nb\"&<\t""#),
            (instance, "<D i:nil='true'/>", #""D":[null]"#), (instance, "<D i:nil='1'/>", #""D":[{"@xsi:nil":"1"}]"#),
            (instance, "<C i:nil='true' k='1'/>", #""C":{"@xsi:nil":true,"@k":"1"}"#),
            (instance, "<D i:nil='false'>1</D>", ##""D":[{"@xsi:nil":false,"#text":1}]"##),
            (
                instance, "<B i:type='More'><G>1</G><H>2</H></B>",
                #""B":[{"@xsi:type":"More","G":1,"H":[2]}]"#
            ),
            (
                instance + " xmlns:o='urn:o'", "<B i:type='o:Far'><G>1</G></B>",
                #""B":[{"@xsi:type":"{urn:o}Far","G":1}]"#
            ),
            (
                instance + " xmlns:x='http://www.w3.org/2001/XMLSchema'", "<Z i:type='x:int'>5</Z>",
                ##""Z":[{"@xsi:type":"{http://www.w3.org/2001/XMLSchema}int","#text":5}]"##
            ),
            (instance + " i:schemaLocation='urn:t a.xsd'", "", #""@xsi:schemaLocation":"urn:t a.xsd""#),
        ]
        for (attributes, content, json) in cases {
            let bench = try bench()
            let xml = "<A xmlns='urn:t' id='1' \(attributes)>\(content)</A>"
            let found = try convert(xml, bench)
            XCTAssertEqual(found, ##"{"A":{"@xmlns":"urn:t","@id":"1",\##(json)}}"## + "\n", xml)
            let back = try convert(found, bench)
            XCTAssertEqual(try convert(back, bench), found)
        }
    }

    func testJSONInAnotherSpellingComesBackTheSame() throws {
        let bench = try bench()
        let members = [
            #""S":12"#, #""S":true"#, #""S":1e3"#, #""S":["a"]"#, #""S":[]"#, ##""S":{"#text":"a"}"##, #""S":{}"#,
            ##""S":{"#text":""}"##, ##""S":{"#text":5}"##, #""D":1"#, #""D":"1.5""#, #""D":["1",2]"#, #""D":null"#,
            #""D":[null,1]"#, #""D":{"@xsi:nil":true}"#, #""D":[{"@xsi:nil":"true"}]"#, #""F":"true""#, #""F":1"#,
            ##""C":{"#text":"","@k":"1"}"##, ##""C":{"#text":7,"@k":1}"##, #""R":"""#, #""R":{"P":1,"Q":[2]}"#,
            ##""R":{"#content":[]}"##, ##""R":{"#content":[{"P":1},{"Q":"2"}]}"##,
            ##""R":{"#content":[{"{urn:t}P":1},{"Q":2},{"P":3},{"Q":4}]}"##, #""E":{"@k":true}"#, #""E":[{}]"#,
            #""{urn:t}S":"a""#, #""B":{"G":1}"#, #""B":[{"{urn:t}G":"1"}]"#,
            #""B":[{"@xsi:type":"{urn:t}More","G":1,"H":2}]"#, #""B":[{"@xsi:type":"{urn:o}Far","G":[1]}]"#,
            #""@{urn:t}x":1,"@{}n":1,"@k":5,"@xml:lang":"fi""#, #""@{http://www.w3.org/XML/1998/namespace}lang":"fi""#,
            #""Z":1,"{urn:z}Z":{"Y":[],"{urn:y}X":[]},"{}Z":[{"Q":null}]"#, #""L":{"Y":1,"X":[]}"#,
            #""@{http://www.w3.org/2001/XMLSchema-instance}schemaLocation":"urn:t a""#,
            #""S":"\u0061\u00e4\ud83d\ude00\/""#, ##""#text":"""##, #""{urn:a?b=c&d}Z":[],"{urn:a%22}Y":[1]"#,
        ]
        for member in members {
            for text in ["{\"A\":{\"@xmlns\":\"urn:t\",\"@id\":\"1\",\(member)}}", "{\"A\":{\"@id\":1,\(member)}}"] {
                let xml = try convert(text, bench, isIndented: true)
                let judged = bench.judge(xml)
                XCTAssertEqual(judged.header, bench.judge(text).header)
                let back = try convert(xml, bench, isIndented: true)
                XCTAssertEqual(JSONValue(back), JSONValue(text), "\(xml)\n\(back)")
            }
        }
    }

    func testTheNotesSayNothingButTheSpelling() throws {
        let bench = try bench()
        XCTAssertEqual(
            try convert(##"{"A":{"@id":"1","S":12,"R":{"Q":2,"P":1},"D":[]}}"##, bench, isIndented: true),
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <A xmlns="urn:t" id="1"><?luova json="unnamed"?>
              <S><?luova json="bare"?>12</S>
              <?luova json="empty" member="D"?>
              <R>
                <P><?luova json="single"?>1</P>
                <Q><?luova json="single"?>2</Q>
              </R>
            </A>

            """)
        // Notes that do not fit are passed over; none changes a verdict.
        for kind in ["string", "bare", "array", "single", "object", "text", "content", "clark", "unnamed", "named"] {
            let note = "<?luova json=\"\(kind)\"?>"
            let xml =
                "<A xmlns='urn:t' id='1'>\(note)<S>a\(note)</S>\(note)<D>\(note)1</D><D>2</D><R>\(note)</R><E k='1'>\(note)</E></A>"
            let json = try convert(xml, bench)
            XCTAssertEqual(bench.judge(json).header, bench.judge(xml).header)
            XCTAssertEqual(
                ContentElement(parsing: Array(try convert(json, bench).utf8)[...])?.withoutNotes,
                ContentElement(parsing: Array(xml.utf8)[...])?.withoutNotes, kind)
        }
        for note in [
            "json=\"name\" member=\"B\"", "json=\"empty\" member=\"D\"", "json=\"empty\" member=\"@x\"", "json=", "x",
        ] {
            let xml = "<A xmlns='urn:t' id='1'><?luova \(note)?><D>1</D></A>"
            XCTAssertEqual(try convert(xml, bench), ##"{"A":{"@xmlns":"urn:t","@id":"1","D":[1]}}"## + "\n", note)
        }
    }

    func testWhatJSONCannotSayIsTold() throws {
        let bench = try bench()
        for content in ["<Z>a<Y/>b</Z>", "<Z>a<Y/><X/><Y/></Z>"] {
            let xml = Array("<A xmlns='urn:t' id='1'>\(content)</A>".utf8)
            XCTAssertEqual(bench.judge(bytes: xml).verdict, "accepted")
            let conversion = Conversion(
                xml[...], from: .xml, contract: bench.contracts.contracts[0], among: bench.contracts)
            XCTAssertEqual(conversion.problems.count, 1, content)
            XCTAssertTrue(conversion.problems.first?.hasPrefix("/A/Z: text ") ?? false, content)
        }
        let instance = "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:x='http://www.w3.org/2001/XMLSchema'"
        let name = Array("<A xmlns='urn:t' id='1' \(instance)><Z i:type='x:QName'>x:a</Z></A>".utf8)
        let conversion = Conversion(
            name[...], from: .xml, contract: bench.contracts.contracts[0], among: bench.contracts)
        XCTAssertEqual(conversion.problems, ["/A/Z: a value of type xs:QName needs prefixes, which JSON has not"])
    }

    func testATypeThatMayNotBeChosenLeavesTheDeclaredOneInForce() throws {
        let bench = try bench()
        let xml =
            "<A xmlns='urn:t' id='1' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><D i:type='Base'> </D></A>"
        let conversion = Conversion(
            Array(xml.utf8)[...], from: .xml, contract: bench.contracts.contracts[0], among: bench.contracts,
            isIndented: false)
        let json = String(decoding: conversion.bytes, as: UTF8.self)
        XCTAssertEqual(json, ##"{"A":{"@xmlns":"urn:t","@id":"1","D":[{"@xsi:type":"Base","#text":" "}]}}"## + "\n")
        let errors = [bench.judge(xml), bench.judge(json)].map { ($0.refusal?.errors ?? []).map(\.text) }
        XCTAssertEqual(errors[0], errors[1])
    }

    func testBothAreWrittenForPeople() throws {
        let bench = try bench()
        let xml = "<A xmlns='urn:t' id='1'><S>a</S><B><G>1</G></B><Z>t<Y><X/></Y></Z></A>"
        let json = try convert(xml, bench, isIndented: true)
        XCTAssertEqual(
            json,
            """
            {
              "A": {
                "@xmlns": "urn:t",
                "@id": "1",
                "S": "a",
                "B": [
                  {
                    "G": 1
                  }
                ],
                "Z": [
                  {
                    "#text": "t",
                    "Y": [
                      {
                        "X": [
                          ""
                        ]
                      }
                    ]
                  }
                ]
              }
            }

            """)
        XCTAssertEqual(
            try convert(json, bench, isIndented: true),
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <A xmlns="urn:t" id="1">
              <S>a</S>
              <B>
                <G>1</G>
              </B>
              <Z>t<Y><X/></Y></Z>
            </A>

            """)
    }
}

extension ContentElement {
    /// The same without what this program notes.
    var withoutNotes: ContentElement {
        var element = self
        element.notes = []
        element.children = children.map(\.withoutNotes)
        return element
    }
}
