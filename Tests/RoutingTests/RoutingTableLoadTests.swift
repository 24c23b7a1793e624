// Loading a table: whole or not at all; its files, its schemas; the table that is shipped and the one of the manual.

import Files
import Messages
import Routing
import Support
import Validation
import XCTest

final class RoutingTableLoadTests: XCTestCase {
    func testATableMayBeSplitOverFilesInAnyWay() throws {
        let whole = try TableBench(["a.xml": TableBench.rows]).load()
        let bench = try TableBench()
        for (place, row) in TableBench.rows.reversed().enumerated() { try bench.write([row], to: "\(place).xml") }
        let split = try bench.load()
        XCTAssertEqual(Set(split.participants.keys), Set(whole.participants.keys))
        XCTAssertEqual(split.routes.map(\.identifier), whole.routes.map(\.identifier))
        XCTAssertEqual(split.contracts.contracts.map(\.type), whole.contracts.contracts.map(\.type))
    }

    func testOnlyXMLFilesOfTheFolderItselfAreRead() throws {
        let bench = try TableBench(["a.xml": TableBench.rows])
        for name in [".hidden.xml", "a.xml~", "a.xml.bak", "notes.txt", "below/b.xml", "folder.xml/c.xml"] {
            try bench.folder.write("no table", to: name)
        }
        XCTAssertEqual(bench.problems(), [])
    }

    func testADigestTellsATableFromOthersWhereverItLies() throws {
        let one = try TableBench(["a.xml": TableBench.rows])
        let other = try TableBench(["a.xml": TableBench.rows])
        XCTAssertEqual(try one.load().digest, try other.load().digest)
        try other.write([], to: "b.xml")
        XCTAssertNotEqual(try one.load().digest, try other.load().digest)
    }

    func testOneMistakeInOneFileLoadsNothing() throws {
        let bench = try TableBench(["a.xml": TableBench.rows, "b.xml": ["<partner/>"]])
        XCTAssertThrowsError(try bench.load())
        try bench.write([], to: "b.xml")
        XCTAssertNoThrow(try bench.load())
    }

    func testFilesThatAreNoTable() throws {
        let start = #"<routes xmlns="urn:luova:routes:1">"#
        let cases: [(text: String, line: Int)] = [
            ("\(start)\n<partner id=\"x\">\n</routes>", 3), ("\(start)\n&x;\n</routes>", 2), ("", 1),
            ("\n<!DOCTYPE routes>\n\(start)</routes>", 2),
            ("<!DOCTYPE routes [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n\(start)&e;</routes>", 1), ("<routes/>", 1),
            ("<other xmlns=\"urn:luova:routes:1\"/>", 1),
        ]
        for (text, line) in cases {
            let bench = try TableBench(["a.xml": TableBench.rows])
            try bench.folder.write(text, to: "b.xml")
            let found = bench.problems()
            XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:\(line)"], "\(text): \(found)")
            XCTAssertTrue(found.first?.text.contains("; see luova-routes(5)") ?? false, "\(found)")
        }
    }

    func testAFolderWithoutATable() throws {
        let bench = try TableBench()
        XCTAssertTrue(
            bench.problems().first?.text.contains("no *.xml file in it; put the routing table there") ?? false)
        XCTAssertThrowsError(try RoutingTable.load(folder: "\(bench.folder.path)/missing")) { error in
            let problem = (error as? ConfigurationProblems)?.problems.first
            XCTAssertEqual(problem?.file, "\(bench.folder.path)/missing")
            XCTAssertTrue(problem?.text.contains("--routes") ?? false)
        }
    }

    func testTheFolderMayBeNamedWithASlashAtItsEnd() throws {
        let bench = try TableBench(["a.xml": TableBench.rows])
        XCTAssertNoThrow(try RoutingTable.load(folder: bench.folder.path + "/"))
    }

    // MARK: Schemas

    private func contract(_ schema: String, root: String = "{urn:c}C", id: String = "Id") -> String {
        "<contract id=\"d\" schema=\"\(schema)\" root=\"\(root)\" message-id=\"\(id)\"/>"
    }

    /// What is told of a contract row on line 2 of `b.xml`.
    private func problems(_ row: String, _ files: [String: String] = [:]) throws -> [ConfigurationProblem] {
        let bench = try TableBench(["a.xml": TableBench.rows.filter { !$0.contains("\"c\"") }, "b.xml": [row]])
        for (name, text) in files { try bench.folder.write(text, to: name) }
        return bench.problems()
    }

    func testASchemaThatIsNotThere() throws {
        for path in ["contracts/missing.xsd", "missing/c.xsd", "contracts"] {
            let found = try problems(contract(path))
            XCTAssertEqual(found.first.map { "\($0.file):\($0.line)" }, "b.xml:2", "\(found)")
            XCTAssertTrue(found.first?.text.contains("contract 'd': \(path)") ?? false, "\(found)")
        }
    }

    func testASchemaOutsideTheTablesFolderIsNotRead() throws {
        let outside = try WrittenFolder(with: ["c.xsd": TableBench.contract])
        let name = String(outside.path.split(separator: "/").last ?? "")
        for path in ["\(outside.path)/c.xsd", "../\(name)/c.xsd", "contracts/../../\(name)/c.xsd"] {
            let found = try problems(contract(path))
            XCTAssertEqual(found.map(\.line), [2], path)
            XCTAssertTrue(found.first?.text.contains("outside") ?? false, "\(found)")
        }
    }

    func testASchemaThatDoesNotCompileTellsItsOwnLine() throws {
        let broken = TableBench.contract.replacing("type=\"xs:string\" minOccurs", with: "type=\"Lost\" minOccurs")
        let found = try problems(contract("contracts/d.xsd"), ["contracts/d.xsd": broken])
        XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["contracts/d.xsd:4"], "\(found)")
        XCTAssertTrue(found.first?.text.contains("Lost") ?? false)
    }

    func testARootOrAPathThatTheSchemaHasNot() throws {
        let root = try problems(contract("contracts/c.xsd", root: "{urn:c}X"))
        XCTAssertEqual(root.map { "\($0.file):\($0.line)" }, ["b.xml:2"])
        XCTAssertTrue(root.first?.text.contains("no element X in namespace 'urn:c'") ?? false)
        let path = try problems(contract("contracts/c.xsd", id: "Header/Id"))
        XCTAssertEqual(path.map { "\($0.file):\($0.line)" }, ["b.xml:2"])
        XCTAssertTrue(path.first?.text.contains("no 'Header/Id' below C; correct the path") ?? false)
    }

    func testAnIncludeOrImportThatCannotBeReadTellsItsOwnLine() throws {
        let outside = try WrittenFolder(with: ["c.xsd": TableBench.contract])
        let locations = [
            ("http://example.com/o.xsd", "network"), ("\(outside.path)/c.xsd", "outside the contract's folder"),
            ("../b.xml", "outside the contract's folder"), ("lost.xsd", "is not there"),
        ]
        for (location, words) in locations {
            for kind in ["<xs:import namespace=\"urn:o\"", "<xs:include"] {
                let schema = TableBench.contract.replacing(
                    "elementFormDefault=\"qualified\">",
                    with: "elementFormDefault=\"qualified\">\n\(kind) schemaLocation=\"\(location)\"/>")
                let found = try problems(contract("contracts/d.xsd"), ["contracts/d.xsd": schema])
                XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["contracts/d.xsd:3"], "\(location) \(found)")
                XCTAssertTrue(found.first?.text.contains(words) ?? false, "\(found)")
            }
        }
        let files = [
            "contracts/d.xsd": TableBench.contract.replacing(
                "<xs:element name=\"D\"", with: "<xs:include schemaLocation=\"e.xsd\"/><xs:element name=\"D\""
            ).replacing("qualified\">", with: "qualified\"><xs:include schemaLocation=\"e.xsd\"/>").replacing(
                "<xs:include schemaLocation=\"e.xsd\"/><xs:element name=\"D\"", with: "<xs:element name=\"D\""),
            "contracts/e.xsd":
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n\n<xs:import namespace='urn:o' schemaLocation='http://example.com/o.xsd'/></xs:schema>",
        ]
        let deep = try problems(contract("contracts/d.xsd"), files)
        XCTAssertEqual(deep.map { "\($0.file):\($0.line)" }, ["contracts/e.xsd:3"])
    }

    func testRulesThatCannotBeKeptTellTheirOwnLine() throws {
        let rules = [
            ("type=\"xs:ID\"", "xs:ID is not checked here"), ("type=\"xs:IDREFS\"", "xs:IDREFS is not checked here"),
        ]
        for (type, words) in rules {
            let schema = TableBench.contract.replacing("type=\"xs:string\" minOccurs", with: "\(type) minOccurs")
            let found = try problems(contract("contracts/d.xsd"), ["contracts/d.xsd": schema])
            XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["contracts/d.xsd:4"], "\(found)")
            XCTAssertTrue(found.first?.text.contains(words) ?? false, "\(found)")
        }
        let pattern = TableBench.contract.replacing(
            "</xs:schema>",
            with:
                "\n<xs:simpleType name='P'><xs:restriction base='xs:string'>\n<xs:pattern value='(a|aa)+b'/></xs:restriction></xs:simpleType></xs:schema>"
        )
        XCTAssertEqual(
            try problems(contract("contracts/d.xsd"), ["contracts/d.xsd": pattern]).map { "\($0.file):\($0.line)" },
            ["contracts/d.xsd:7"])
    }

    func testALoneDotIsTheRootsOwnText() throws {
        XCTAssertEqual(try problems(contract("contracts/c.xsd", root: "{urn:c}D", id: ".")), [])
        let parent = try problems(contract("contracts/c.xsd", id: "."))
        XCTAssertEqual(parent.map { "\($0.file):\($0.line)" }, ["b.xml:2"])
        XCTAssertTrue(parent.first?.text.contains("'.' below C holds elements") ?? false, "\(parent)")
        XCTAssertEqual(try problems(contract("contracts/c.xsd", id: "./Id")).map(\.line), [2])
    }

    // MARK: The table that is shipped, and that of the manual

    func testTheShippedTableLoads() throws {
        let table = try RoutingTable.load(folder: ProjectFiles.routes)
        XCTAssertGreaterThanOrEqual(table.routes.count, 9)
        for sender in table.participants.keys {
            XCTAssertTrue(
                table.routes(from: sender).allSatisfy { $0.basis != nil && $0.agreement != nil },
                "what \(sender) sends rests on a statute and an agreement")
        }
        XCTAssertEqual(table.notes, [])
        XCTAssertNotNil(table.contract(MessageType("receipt")))
        let day = CivilDate(year: 2026, month: 3, day: 16)
        for path in try ProjectFiles.samples(in: "accepted") {
            let parts = path.split(separator: "/")
            let sender = ParticipantIdentifier(String(parts[parts.count - 1].prefix { $0 != "." }))
            let permission = table.permission(
                from: sender, message: MessageType(String(parts[parts.count - 2])),
                syntax: path.hasSuffix(".json") ? .json : .xml, on: day)
            XCTAssertNil(permission.reason, path)
        }
    }

    func testTheExampleOfTheManualLoads() throws {
        let example = """
            <routes xmlns="urn:luova:routes:1">
              <service time-zone="Europe/Helsinki" settle="2s" rescan="30s" incomplete-after="60s"
                duplicate-window="7d" min-free="256MB"/>

              <partner id="incomes-register" name="Tulorekisteri" class="authority" identity="0245458-3"
                user="sftp-ir" receipts="refusals"/>
              <system  id="income"           name="Income reports, benefit services"/>
              <system  id="reimbursement"    name="Reimbursements">
                <program path="/usr/libexec/luova/reimbursement" user="reimb" timeout="10s" parallel="4" retry="30s"
                  retry-limit="1h" give-up="5d"/>
              </system>

              <contract id="income-report-batch" schema="contracts/income-report-batch.xsd"
                        root="{urn:luova:income-report-batch:1}IncomeReportBatch"
                        message-id="Header/MessageId" sender="Header/Sender" created="Header/CreatedAt"
                          reply-to="Header/InReplyTo"/>

              <agreement id="IR-2019-1" partner="incomes-register" from="2019-01-01" until="2029-12-31"
                review="2028-06-30"/>

              <route id="ir-income" from="incomes-register" message="income-report-batch" to="income"
                     syntax="xml" lane="batch" max-size="50MB" agreement="IR-2019-1"
                     basis="Act on the Incomes Information System 53/2018, section 13" from-date="2019-01-01"/>
            </routes>
            """
        let folder = try WrittenFolder(with: ["routes.xml": example])
        for name in ["header.xsd", "income-report-batch.xsd"] {
            try folder.write(try WholeFile.read("\(ProjectFiles.routes)/contracts/\(name)"), to: "contracts/\(name)")
        }
        let table = try RoutingTable.load(folder: folder.path)
        XCTAssertEqual(table.notes, [])
        XCTAssertEqual(table.routes.map(\.largest), [50_000_000])
        XCTAssertEqual(table.participants[ParticipantIdentifier("incomes-register")]?.identities, ["0245458-3"])
        XCTAssertEqual(table.routes.first?.agreement?.until, CivilDate(year: 2029, month: 12, day: 31))
    }
}
