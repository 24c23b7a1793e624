// Batches with bad items, for tests that know which are bad, and what must be left without them.

/// A batch in XML, as pieces: what stands before its items, each item, and what stands behind.
public struct BatchText {
    /// One item.
    public struct Item {
        /// What stands before its white space: nothing, or a comment, which goes on in any case.
        public var before = ""
        /// The white space before it.
        public var margin: String
        /// From the start of its start tag to the end of its end tag.
        public var text: String
        /// What it calls itself; nil where that is wrong or missing.
        public var reference: String?
        /// Whether it breaks a rule, and the first of its rules in one word.
        public var mistake: String?
    }

    /// The message's id.
    public var identifier: String
    /// Whether it says how many items it holds.
    public var saysCount = true
    /// The items.
    public var items: [Item] = []
    /// What stands before the root element.
    public var declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    /// The contract of all of them: an id, perhaps a count, and items that have a reference of their own and a day.
    public static let schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:batch" xmlns="urn:test:batch"
            elementFormDefault="qualified">
          <xs:element name="Batch"><xs:complexType><xs:sequence>
            <xs:element name="Header"><xs:complexType><xs:sequence>
              <xs:element name="Id" type="xs:string"/>
              <xs:element name="Count" type="xs:positiveInteger" minOccurs="0"/>
            </xs:sequence></xs:complexType></xs:element>
            <xs:element name="Item" maxOccurs="3000"><xs:complexType><xs:sequence>
              <xs:element name="Ref"><xs:simpleType><xs:restriction base="xs:string">
                <xs:pattern value="[a-z]-[0-9]+"/></xs:restriction></xs:simpleType></xs:element>
              <xs:element name="Day" type="xs:date"/>
              <xs:element name="Text" type="xs:string" minOccurs="0"/>
              <xs:element name="Part" type="xs:date" minOccurs="0" maxOccurs="20"/>
            </xs:sequence></xs:complexType></xs:element>
          </xs:sequence></xs:complexType>
            <xs:unique name="references"><xs:selector xpath="*"/><xs:field xpath="@key"/></xs:unique>
          </xs:element>
        </xs:schema>
        """

    /// The attributes of its contract's row that say what its items are.
    public static let row =
        #"schema="batch.xsd" root="{urn:test:batch}Batch" message-id="Header/Id" items="Item" item-count="Header/Count" item-reference="Ref""#

    /// A batch without items.
    public init(_ identifier: String) { self.identifier = identifier }

    /// A batch of so many items, of which some are bad.
    public init(_ identifier: String, count: Int, bad: Set<Int> = [], text: String = "") {
        self.identifier = identifier
        items = (1...count).map { number in
            let isBad = bad.contains(number)
            let day = isBad ? "2026-02-30" : "2026-02-28"
            let more = text.isEmpty ? "" : "<Text>\(text)</Text>"
            return Item(
                margin: "\n  ", text: "<Item><Ref>i-\(number)</Ref><Day>\(day)</Day>\(more)</Item>",
                reference: "i-\(number)", mistake: isBad ? "type" : nil)
        }
    }

    /// A batch with anything in it that a batch may have.
    public init(_ identifier: String, numbers: inout SeededNumbers, most: Int) {
        self.identifier = identifier
        saysCount = .random(using: &numbers)
        if .random(using: &numbers) {
            declaration = ["", "\u{FEFF}", "<!-- é -->"].randomElement(using: &numbers) ?? ""
        }
        let share = Double.random(in: 0...1, using: &numbers)
        for number in 1...Int.random(in: 2...most, using: &numbers) {
            let isBad = Double.random(in: 0...1, using: &numbers) < share
            items.append(BatchText.item(number, isBad: isBad, &numbers))
        }
    }

    private static func item(_ number: Int, isBad: Bool, _ numbers: inout SeededNumbers) -> Item {
        let margins = ["", " ", "\n", "\r\n\t", "\n      \n  "]
        let good = [
            "<Ref>a-\(number)</Ref><Day>2026-01-01</Day>",
            "<Ref>a-\(number)</Ref>\n<Day>2026-01-01</Day><!-- </Item> -->",
            "<Ref><![CDATA[a-\(number)]]></Ref><Day>2026-01-01</Day><Text>&lt;/Item> ä€\u{1F600}</Text>",
            "<Ref>a-<!-- x -->\(number)</Ref><Day>2026-01-01</Day><Part>2026-01-02</Part>",
        ]
        let bad: [(String, String?, String)] = [
            ("<Ref>a-\(number)</Ref><Day>2026-01-32</Day>", "a-\(number)", "type"),
            ("<Ref>a-\(number)</Ref>", "a-\(number)", "missing-element"),
            ("", nil, "missing-element"), ("<Day>2026-01-01</Day>", nil, "unexpected-element"),
            ("<Ref>A \(number)</Ref><Day>2026-01-01</Day>", nil, "pattern"),
            ("<Ref>a-\(number)</Ref><Day>2026-01-01</Day><Item/>", "a-\(number)", "unexpected-element"),
            ("<Ref>a-\(number)</Ref>text<Day>2026-01-01</Day>", "a-\(number)", "unexpected-text"),
            (
                "<Ref>a-\(number)</Ref><Day>2026-01-01</Day>" + String(repeating: "<Part>x</Part>", count: 15),
                "a-\(number)", "type"
            ),
        ]
        let before = Int.random(in: 0..<6, using: &numbers) == 0 ? "\n<!-- <Item> \(number) -->" : ""
        var item = Item(before: before, margin: margins.randomElement(using: &numbers) ?? "", text: "")
        if isBad, let (content, reference, mistake) = bad.randomElement(using: &numbers) {
            (item.reference, item.mistake) = (reference, mistake)
            item.text = content.isEmpty && .random(using: &numbers) ? "<Item/>" : "<Item>\(content)</Item >"
        } else {
            item.reference = "a-\(number)"
            item.text = "<Item>\(good.randomElement(using: &numbers) ?? "")</Item>"
        }
        return item
    }

    /// The numbers of its bad items, from 1.
    public var bad: [Int] { items.indices.filter { items[$0].mistake != nil }.map { $0 + 1 } }

    /// The batch.
    public var text: String { text(counting: items.count) { _ in true } }

    /// What must be left of it without its bad items.
    public var rest: String { text(counting: items.count - bad.count) { $0.mistake == nil } }

    private func text(counting count: Int, where isThere: (Item) -> Bool) -> String {
        let said = saysCount ? "<Count>\(count)</Count>" : ""
        let pieces = items.map { $0.before + (isThere($0) ? $0.margin + $0.text : "") }.joined()
        return declaration
            + "<b:Batch xmlns:b=\"urn:test:batch\" xmlns=\"urn:test:batch\"><Header><Id>\(identifier)</Id>\(said)</Header>"
            + pieces + "\n</b:Batch>\n"
    }
}
