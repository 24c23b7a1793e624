// What tests of this room need: a routing table of a test's own, in a folder, with one small contract.

import Messages
import Routing
import Support

/// A folder with a contract, into which a test writes rows.
final class TableBench {
    let folder: WrittenFolder

    static let contract = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:c" targetNamespace="urn:c"
          elementFormDefault="qualified">
        <xs:element name="C"><xs:complexType><xs:sequence><xs:element name="Id" type="xs:string"/>
        <xs:element name="Sender" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
        <xs:element name="D" type="xs:string"/></xs:schema>
        """

    /// Rows of a table that is right, each on a line of its own; the first stands on line 2.
    static let rows = [
        #"<partner id="p" name="A partner"/>"#, #"<system id="s"/>"#,
        #"<contract id="c" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id" sender="Sender" reply-to="Sender"/>"#,
        #"<agreement id="a" partner="p" from="2020-01-01" until="2029-12-31"/>"#,
        #"<route id="r" from="p" message="c" to="s" agreement="a" basis="a statute"/>"#,
    ]

    init(_ files: [String: [String]] = [:]) throws {
        folder = try WrittenFolder(with: ["contracts/c.xsd": TableBench.contract])
        for (name, rows) in files { try write(rows, to: name) }
    }

    /// Writes a file of the table; each row stands on a line of its own, from line 2 on.
    func write(_ rows: [String], to name: String = "table.xml") throws {
        try folder.write(
            "<routes xmlns=\"urn:luova:routes:1\">\n\(rows.joined(separator: "\n"))\n</routes>\n", to: name)
    }

    func load() throws -> RoutingTable { try RoutingTable.load(folder: folder.path) }

    /// What keeps the table from being loaded; the folder's own path is left out.
    func problems() -> [ConfigurationProblem] {
        do throws(ConfigurationProblems) {
            _ = try RoutingTable.load(folder: folder.path)
            return []
        } catch {
            return error.problems.map { problem in
                var problem = problem
                problem.file = problem.file.replacing("\(folder.path)/", with: "")
                problem.text = problem.text.replacing("\(folder.path)/", with: "")
                return problem
            }
        }
    }
}
