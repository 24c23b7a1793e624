import Files

/// The contracts and the routing tables of `hostile`.
///
/// Has what hostile messages aim at: long texts, numbers, patterns, elements in themselves, keys. What may
/// repeat is a sequence around a choice: for a choice that repeats itself, libxml2 keeps some 60 bytes of each
/// element until its parent ends.
enum HostileContract {
    /// Who sends.
    static let sender = "stranger"

    /// Writes everything into a folder: the table `routes`, which lets large files in and gives them time,
    /// so that no reason depends on the machine, and `strict`, with the usual limit of size and little time.
    static func write(to folder: String) throws(FileError) {
        for (name, service) in [("routes", "max-size=\"200MB\" max-time=\"5s\""), ("strict", "max-time=\"50ms\"")] {
            try WholeFile.makeDirectories("\(folder)/\(name)/contracts")
            try WholeFile.write(Array(messages.utf8), to: "\(folder)/\(name)/contracts/hostile.xsd")
            try WholeFile.write(Array(keys.utf8), to: "\(folder)/\(name)/contracts/keys.xsd")
            try WholeFile.write(Array(table(service).utf8), to: "\(folder)/\(name)/table.xml")
        }
    }

    /// Writes a table whose one contract has the given declarations in its schema.
    static func write(declarations: String, to folder: String) throws(FileError) {
        try WholeFile.makeDirectories("\(folder)/contracts")
        try WholeFile.write(
            Array(schema("urn:luova:hostile:1", declarations).utf8), to: "\(folder)/contracts/hostile.xsd")
        try WholeFile.write(Array(table("", contracts: ["hostile"]).utf8), to: "\(folder)/table.xml")
    }

    private static func table(_ service: String, contracts: [String] = ["hostile", "keys"]) -> String {
        let roots = ["hostile": "{urn:luova:hostile:1}Hostile", "keys": "{urn:luova:keys:1}Keys"]
        let rows = contracts.map { name in
            """
              <contract id="\(name)" schema="contracts/\(name).xsd" root="\(roots[name] ?? "")" message-id="Header/MessageId"/>
              <route id="\(name)" from="\(sender)" message="\(name)" to="receiver" syntax="xml json"
                     basis="None: these messages are made up" from-date="2000-01-01"/>

            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes xmlns="urn:luova:routes:1">
              <service time-zone="UTC" \(service)/>
              <partner id="\(sender)" name="Sender of the benchmark"/>
              <system id="receiver" name="Receiver of the benchmark"/>
            \(rows.joined())</routes>

            """
    }

    private static func schema(_ namespace: String, _ declarations: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="\(namespace)" xmlns:h="\(namespace)"
                   targetNamespace="\(namespace)" elementFormDefault="qualified">
        \(declarations)
        </xs:schema>

        """
    }

    private static let header = """
          <xs:element name="Header">
            <xs:complexType><xs:sequence><xs:element name="MessageId" type="xs:string"/></xs:sequence></xs:complexType>
          </xs:element>

        """

    private static let messages = schema(
        "urn:luova:hostile:1",
        """
          <xs:element name="Hostile">
            <xs:complexType>
              <xs:sequence>
                <xs:element ref="Header"/>
                <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:choice>
                  <xs:element name="Text" type="xs:string"/>
                  <xs:element name="Number" type="xs:decimal"/>
                  <xs:element name="Code" type="Code"/>
                  <xs:element name="Item" type="Item"/>
                  <xs:element name="Tree" type="Tree"/>
                  <xs:element name="Stars" type="Stars"/>
                  <xs:element name="Counts" type="Counts"/>
                </xs:choice></xs:sequence>
              </xs:sequence>
            </xs:complexType>
          </xs:element>
          <xs:simpleType name="Stars">
            <xs:restriction base="xs:string"><xs:pattern value="((a*)*|([0-9]+)+)*z"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Counts">
            <xs:restriction base="xs:string"><xs:pattern value="(a{0,50}){0,50}"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Code">
            <xs:restriction base="xs:string"><xs:pattern value="([0-9A-F]{4}-)*"/></xs:restriction>
          </xs:simpleType>
          <xs:complexType name="Item">
            <xs:sequence><xs:element name="Day" type="xs:date"/><xs:element name="Sum" type="xs:decimal"/></xs:sequence>
            <xs:attribute name="kind" type="xs:string"/>
          </xs:complexType>
          <xs:complexType name="Tree">
            <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:choice>
              <xs:element name="Tree" type="Tree"/>
              <xs:element name="Leaf" type="xs:string"/>
            </xs:choice></xs:sequence>
          </xs:complexType>

        """ + header)

    private static let keys = schema(
        "urn:luova:keys:1",
        """
          <xs:element name="Keys">
            <xs:complexType>
              <xs:sequence>
                <xs:element ref="Header"/>
                <xs:element name="Entry" minOccurs="0" maxOccurs="unbounded">
                  <xs:complexType><xs:attribute name="id" type="xs:string"/></xs:complexType>
                </xs:element>
                <xs:element name="Single" minOccurs="0" maxOccurs="unbounded">
                  <xs:complexType><xs:attribute name="id" type="xs:string"/></xs:complexType>
                </xs:element>
                <xs:element name="Link" minOccurs="0" maxOccurs="unbounded">
                  <xs:complexType><xs:attribute name="to" type="xs:string"/></xs:complexType>
                </xs:element>
              </xs:sequence>
            </xs:complexType>
            <xs:key name="Entries"><xs:selector xpath="h:Entry"/><xs:field xpath="@id"/></xs:key>
            <xs:unique name="Singles"><xs:selector xpath="h:Single"/><xs:field xpath="@id"/></xs:unique>
            <xs:keyref name="Links" refer="Entries"><xs:selector xpath="h:Link"/><xs:field xpath="@to"/></xs:keyref>
          </xs:element>

        """ + header)
}
