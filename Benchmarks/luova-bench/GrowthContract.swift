/// A contract as large as a schema of ISO 20022 usually is: some 100 kB, with 150 types. It is made up: names and rules
/// come from its number, and no message is meant to keep it.
struct GrowthContract {
    private static let records = 110
    private static let values = 40

    private var random: RandomStream
    private var lines: [String] = []

    /// The contract of a number; the same again for the same number.
    init(_ number: Int) {
        random = RandomStream(seed: UInt64(number) &+ 0x6772_6F77)
        lines.append(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:luova:bench-report:1"
                       targetNamespace="urn:luova:bench-report:1" elementFormDefault="qualified">
              <xs:element name="BenchReport" type="Document"/>
              <xs:complexType name="Document">
                <xs:sequence>
                  <xs:element name="Header" type="Header"/>
                  <xs:element name="Content" type="Record\(GrowthContract.records - 1)" maxOccurs="unbounded"/>
                </xs:sequence>
              </xs:complexType>
              <xs:complexType name="Header">
                <xs:sequence>
                  <xs:element name="MessageId" type="xs:string"/>
                  <xs:element name="CreatedAt" type="xs:dateTime"/>
                  <xs:element name="Sender" type="xs:string"/>
                </xs:sequence>
              </xs:complexType>
            """)
        for place in 0..<GrowthContract.values { addValue(place) }
        for place in 0..<GrowthContract.records { addRecord(place) }
        lines.append("</xs:schema>\n")
    }

    /// The schema, as it is written to its file.
    var schema: String { lines.joined(separator: "\n") }

    /// A simple type: a pattern, lengths, an enumeration of codes, or an amount.
    private mutating func addValue(_ place: Int) {
        lines.append("  <xs:simpleType name=\"Value\(place)\">")
        switch place % 4 {
        case 0:
            lines.append("    <xs:restriction base=\"xs:string\">")
            let length = 2 + random.below(9)
            lines.append("      <xs:pattern value=\"[A-Z]{\(length)}[A-Z0-9]{3}([A-Z0-9]{\(length)}){0,1}\"/>")
        case 1:
            lines.append("    <xs:restriction base=\"xs:string\">")
            lines.append("      <xs:minLength value=\"1\"/>\n      <xs:maxLength value=\"\(35 + random.below(315))\"/>")
        case 2:
            lines.append("    <xs:restriction base=\"xs:string\">")
            for code in 0..<8 + random.below(24) {
                lines.append("      <xs:enumeration value=\"K\(String(random.below(36 * 36), radix: 36))\(code)\"/>")
            }
        default:
            lines.append("    <xs:restriction base=\"xs:decimal\">")
            lines.append("      <xs:fractionDigits value=\"5\"/>\n      <xs:totalDigits value=\"18\"/>")
            lines.append("      <xs:minInclusive value=\"0\"/>")
        }
        lines.append("    </xs:restriction>\n  </xs:simpleType>")
    }

    /// A complex type: members that must be there, may be there, repeat, or exclude each other. It holds only types
    /// with a smaller number, so that none holds itself.
    private mutating func addRecord(_ place: Int) {
        lines.append("  <xs:complexType name=\"Record\(place)\">\n    <xs:sequence>")
        for member in 0..<7 + random.below(6) {
            let occurrence = ["", " minOccurs=\"0\"", " minOccurs=\"0\" maxOccurs=\"unbounded\""][random.below(3)]
            lines.append(
                "      <xs:element name=\"Member\(place)Part\(member)\" type=\"\(type(below: place))\"\(occurrence)/>")
        }
        if place % 3 == 0 {
            lines.append("      <xs:choice>")
            for member in 0..<3 {
                lines.append(
                    "        <xs:element name=\"Choice\(place)Part\(member)\" type=\"\(type(below: place))\"/>")
            }
            lines.append("      </xs:choice>")
        }
        lines.append("    </xs:sequence>\n  </xs:complexType>")
    }

    private mutating func type(below place: Int) -> String {
        place > 0 && random.below(3) == 0
            ? "Record\(random.below(place))" : "Value\(random.below(GrowthContract.values))"
    }
}
