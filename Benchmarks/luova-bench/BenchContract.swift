/// What a message of the benchmark must look like. `MessageMill` makes such messages.
///
/// As rich as a real contract: dates, decimals, patterns, enumerations, an attribute.
enum BenchContract {
    /// The schema, as it is written to its file.
    static let schema = """
        <?xml version="1.0" encoding="UTF-8"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:luova:bench-report:1"
                   targetNamespace="urn:luova:bench-report:1" elementFormDefault="qualified">
          <xs:element name="BenchReport">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="Header" type="Header"/>
                <xs:element name="Entry" type="Entry" maxOccurs="unbounded"/>
                <xs:element name="Remark" type="Remark"/>
              </xs:sequence>
            </xs:complexType>
          </xs:element>
          <xs:complexType name="Header">
            <xs:sequence>
              <xs:element name="MessageId" type="Uuid"/>
              <xs:element name="CreatedAt" type="Time"/>
              <xs:element name="Sender" type="PartyId"/>
              <xs:element name="Receiver" type="PartyId"/>
              <xs:element name="DeliveryId" type="PartyId"/>
              <xs:element name="InReplyTo" type="Uuid" minOccurs="0"/>
              <xs:element name="Environment" type="Environment"/>
            </xs:sequence>
          </xs:complexType>
          <xs:complexType name="Entry">
            <xs:sequence>
              <xs:element name="Reference" type="Reference"/>
              <xs:element name="Payer" type="BusinessId"/>
              <xs:element name="Kind" type="Kind"/>
              <xs:element name="PayDate" type="xs:date"/>
              <xs:element name="IncomeType" type="IncomeType"/>
              <xs:element name="Amount" type="Money"/>
              <xs:element name="Period" type="Period"/>
            </xs:sequence>
          </xs:complexType>
          <xs:complexType name="Period">
            <xs:sequence>
              <xs:element name="Start" type="xs:date"/>
              <xs:element name="End" type="xs:date"/>
            </xs:sequence>
          </xs:complexType>
          <xs:complexType name="Money">
            <xs:simpleContent>
              <xs:extension base="Amount"><xs:attribute name="currency" type="Currency" use="required"/></xs:extension>
            </xs:simpleContent>
          </xs:complexType>
          <xs:simpleType name="Uuid">
            <xs:restriction base="xs:string">
              <xs:pattern value="[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"/>
            </xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Time">
            <xs:restriction base="xs:dateTime">
              <xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+\\-][0-9]{2}:[0-9]{2})"/>
            </xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="PartyId">
            <xs:restriction base="xs:string"><xs:pattern value="[0-9A-Za-z_.:-]{1,40}"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Environment">
            <xs:restriction base="xs:string">
              <xs:enumeration value="production"/><xs:enumeration value="test"/>
            </xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Reference">
            <xs:restriction base="xs:string"><xs:pattern value="[0-9A-Fa-f]{32}"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="BusinessId">
            <xs:restriction base="xs:string"><xs:pattern value="[0-9]{7}-[0-9]"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Kind">
            <xs:restriction base="xs:string">
              <xs:enumeration value="wage"/><xs:enumeration value="benefit"/><xs:enumeration value="pension"/>
            </xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="IncomeType">
            <xs:restriction base="xs:string"><xs:pattern value="[0-9]{3,4}"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Amount">
            <xs:restriction base="xs:decimal"><xs:totalDigits value="14"/><xs:fractionDigits value="2"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Currency">
            <xs:restriction base="xs:string"><xs:pattern value="[A-Z]{3}"/></xs:restriction>
          </xs:simpleType>
          <xs:simpleType name="Remark">
            <xs:restriction base="xs:string"><xs:maxLength value="1000"/></xs:restriction>
          </xs:simpleType>
        </xs:schema>

        """
}
