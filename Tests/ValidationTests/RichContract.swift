// A contract that holds every kind of declaration that the shipped ones do without, and a message that keeps it.

enum RichContract {
    static let schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:rich" targetNamespace="urn:rich"
                   elementFormDefault="qualified">
          <xs:element name="Case">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="Note" type="Mixed" minOccurs="0"/>
                <xs:element name="Amount" type="xs:decimal" nillable="true" maxOccurs="3"/>
                <xs:choice minOccurs="0" maxOccurs="unbounded">
                  <xs:element name="Left" type="xs:int"/>
                  <xs:element name="Right"><xs:complexType><xs:all>
                    <xs:element name="One" type="xs:boolean"/><xs:element name="Two" minOccurs="0"/>
                  </xs:all></xs:complexType></xs:element>
                </xs:choice>
                <xs:element ref="Head" minOccurs="0" maxOccurs="5"/>
                <xs:group ref="Tail"/>
                <xs:element name="Tree" type="Tree" minOccurs="0"/>
                <xs:any namespace="##targetNamespace" processContents="lax" minOccurs="0" maxOccurs="2"/>
              </xs:sequence>
              <xs:attributeGroup ref="Marks"/>
            </xs:complexType>
            <xs:unique name="AmountOnce"><xs:selector xpath="Amount"/><xs:field xpath="."/></xs:unique>
          </xs:element>
          <xs:complexType name="Mixed" mixed="true">
            <xs:sequence><xs:element name="Bold" type="xs:string" minOccurs="0" maxOccurs="2"/></xs:sequence>
          </xs:complexType>
          <xs:element name="Head" type="Base" abstract="true"/>
          <xs:element name="Hat" type="Base" substitutionGroup="Head"/>
          <xs:element name="Cap" type="Derived" substitutionGroup="Head"/>
          <xs:complexType name="Base">
            <xs:sequence><xs:element name="Size" type="Sizes"/></xs:sequence>
            <xs:attribute name="register" use="required" type="xs:token"/>
          </xs:complexType>
          <xs:complexType name="Derived"><xs:complexContent><xs:extension base="Base">
            <xs:sequence><xs:element name="Peak" type="xs:string" fixed="yes"/></xs:sequence>
          </xs:extension></xs:complexContent></xs:complexType>
          <xs:simpleType name="Sizes"><xs:list itemType="Size"/></xs:simpleType>
          <xs:simpleType name="Size"><xs:union memberTypes="xs:int">
            <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="big"/></xs:restriction>
            </xs:simpleType>
          </xs:union></xs:simpleType>
          <xs:group name="Tail"><xs:sequence>
            <xs:element name="When" type="xs:dateTime"/>
            <xs:element name="Coin"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal">
              <xs:attribute name="currency" default="EUR"/></xs:extension></xs:simpleContent></xs:complexType>
              </xs:element>
          </xs:sequence></xs:group>
          <xs:complexType name="Tree">
            <xs:sequence><xs:element name="Tree" type="Tree" minOccurs="0" maxOccurs="2"/></xs:sequence>
            <xs:attribute name="other" fixed="0"/>
          </xs:complexType>
          <xs:attributeGroup name="Marks">
            <xs:attribute name="id" use="required" type="xs:string"/><xs:attribute name="currency" type="xs:NMTOKEN"/>
          </xs:attributeGroup>
        </xs:schema>
        """

    static let sample = """
        <Case xmlns="urn:rich" id="a&amp;1" currency="EUR">
          <Note>see<Bold>here</Bold><Bold/></Note>
          <Amount>1.50</Amount><Amount>2</Amount>
          <Left>1</Left><Left>2</Left><Right><One>true</One><Two/></Right>
          <Hat register="r"><Size>1 big 3</Size></Hat>
          <Cap register="&lt;"><Size>big</Size><Peak>yes</Peak></Cap>
          <When>2026-03-16T09:30:12+02:00</When><Coin currency="SEK">7</Coin>
          <Tree other="0"><Tree><Tree/></Tree><Tree/></Tree>
        </Case>
        """
}
