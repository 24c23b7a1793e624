import Files

/// A routing table as agencies have them, of any size; the same again for the same seed.
///
/// Every partner has an agreement, and is in one of the groups, which hold twenty partners each. One row in twenty is a
/// group's; the others are each one partner's. Of these, some are for one syntax or for both, some come in pairs that part
/// the syntaxes or the years, some have ended; so have the agreements of one partner in forty. One row in ten has several
/// receivers, one in twenty a window, a profile, a rate or an order.
struct RoutingRows {
    /// The first part of every type's and partner's name: longer than what fits into a string without memory of its own.
    private static let type = "benefit-decision-"
    private static let partner = "municipality-"
    private static let systems = 12

    private let partners: Int
    private let groups: Int
    /// Types that groups send; the others are sent by partners on rows of their own.
    private let groupTypes: Int
    private let ownTypes: Int
    private var random: RandomStream
    private var rows: [String] = []

    /// Makes the rows of a table.
    init(routes: Int, partners: Int, seed: UInt64) {
        self.partners = partners
        groups = max(1, partners / 20)
        ownTypes = max(9, routes / 130, routes / partners + 1)
        groupTypes = ownTypes / 3
        random = RandomStream(seed: seed)
        for number in 0..<min(routes / 20, groups * groupTypes) {
            let from = "municipalities-\(number % groups)"
            add(from: from, type: number / groups, " syntax=\"xml json\" from-date=\"2021-01-01\"")
        }
        var number = 0
        while rows.count < routes {
            addOwn(number % partners, number / partners, left: routes - rows.count)
            number += 1
        }
    }

    /// A row of a partner for one more type, or two rows that part its messages.
    private mutating func addOwn(_ partner: Int, _ place: Int, left: Int) {
        // No type twice, and not the same ones for everybody.
        let type = groupTypes + (partner &* 7 + place) % ownTypes
        let name = RoutingRows.partner(partner)
        let agreement = " agreement=\"\(RoutingRows.agreement(partner))\""
        // Rows that begin after their agreement has ended would be a mistake of the table.
        switch RoutingRows.hasEnded(partner) ? random.below(5) : random.below(10) {
        case 0, 1, 2, 3: add(from: name, type: type, "\(agreement) syntax=\"xml\"")
        case 4 where left > 1:
            add(from: name, type: type, "\(agreement) syntax=\"xml\" lane=\"batch\"")
            add(from: name, type: type, "\(agreement) syntax=\"json\" lane=\"interactive\"")
        case 5 where left > 1:
            add(from: name, type: type, "\(agreement) syntax=\"xml json\" until-date=\"2025-12-31\"")
            add(from: name, type: type, "\(agreement) syntax=\"xml json\" from-date=\"2026-01-01\"")
        case 6 where random.below(4) == 0:
            add(from: name, type: type, "\(agreement) syntax=\"xml\" until-date=\"2024-12-31\"")
        default: add(from: name, type: type, "\(agreement) syntax=\"xml json\"")
        }
    }

    private mutating func add(from: String, type: Int, _ attributes: String) {
        let first = random.below(RoutingRows.systems)
        let receivers = random.below(10) == 0 ? 3 : 1
        let to = (0..<receivers).map { "system-\((first + $0) % RoutingRows.systems)" }.joined(separator: " ")
        let rule: String
        switch random.below(20) {
        case 0: rule = " window=\"18:00-06:00\""
        case 1: rule = " profile=\"no-secrets\""
        case 2: rule = " rate=\"600/min\""
        case 3: rule = " order=\"sender\""
        default: rule = ""
        }
        rows.append(
            """
            <route id="row-\(rows.count)" from="\(from)" message="\(RoutingRows.type(type))" to="\(to)"\(attributes)\(rule) basis="None: made up"/>
            """)
    }

    private static func type(_ number: Int) -> String { "\(type)\(number)" }
    private static func partner(_ number: Int) -> String { "\(partner)\(10_000 + number)" }
    private static func agreement(_ number: Int) -> String { "DE-2020-\(10_000 + number)" }
    private static func hasEnded(_ partner: Int) -> Bool { partner % 40 == 39 }

    /// Writes the table and its contracts into a folder, a thousand rows a file.
    func write(to folder: String) throws(FileError) {
        try WholeFile.makeDirectories("\(folder)/contracts")
        var others = ["<service time-zone=\"UTC\"/>", "<profile id=\"no-secrets\" forbids=\"Secret\"/>"]
        others += (0..<RoutingRows.systems).map { "<system id=\"system-\($0)\"/>" }
        others += (0..<groups).map { "<group id=\"municipalities-\($0)\" name=\"Municipalities\"/>" }
        for number in 0..<partners {
            let (name, agreement) = (RoutingRows.partner(number), RoutingRows.agreement(number))
            let until = RoutingRows.hasEnded(number) ? "2024-12-31" : "2035-12-31"
            others.append(
                "<partner id=\"\(name)\" groups=\"municipalities-\(number % groups)\" agreement=\"\(agreement)\"/>")
            others.append(
                "<agreement id=\"\(agreement)\" partner=\"\(name)\" from=\"2020-01-01\" until=\"\(until)\"/>")
        }
        for number in 0..<groupTypes + ownTypes {
            let (name, schema) = (RoutingRows.type(number), RoutingRows.schema(number))
            try WholeFile.write(Array(schema.utf8), to: "\(folder)/contracts/\(name).xsd")
            others.append(
                """
                <contract id="\(name)" schema="contracts/\(name).xsd" root="{urn:luova:bench:\(number)}Decision"
                          message-id="MessageId" sender="Sender"/>
                """)
        }
        try RoutingRows.write(others[...], to: "\(folder)/partners.xml")
        for start in stride(from: 0, to: rows.count, by: 1_000) {
            try RoutingRows.write(rows[start..<min(start + 1_000, rows.count)], to: "\(folder)/rows-\(start).xml")
        }
    }

    private static func write(_ rows: ArraySlice<String>, to path: String) throws(FileError) {
        let text = "<routes xmlns=\"urn:luova:routes:1\">\n\(rows.joined(separator: "\n"))\n</routes>\n"
        try WholeFile.write(Array(text.utf8), to: path)
    }

    private static func schema(_ number: Int) -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:luova:bench:\(number)"
                   elementFormDefault="qualified">
          <xs:element name="Decision">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="MessageId" type="xs:string"/>
                <xs:element name="Sender" type="xs:string"/>
                <xs:element name="Secret" type="xs:string" minOccurs="0"/>
              </xs:sequence>
            </xs:complexType>
          </xs:element>
        </xs:schema>

        """
    }
}
