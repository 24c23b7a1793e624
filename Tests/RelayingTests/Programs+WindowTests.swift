// Messages that are handed on at some time of day only: who waits, and what becomes of it when the time, or another
// table, comes.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class ProgramsWindowTests: XCTestCase {
    private final class Told {
        var results: [Settlement] = []
    }

    private var folder: TemporaryFolder!
    private var spool: Spool!
    private var programs: Programs!
    private let told = Told()
    /// A window that is open now, and stays so for some hours.
    private let open = ProgramsWindowTests.window(from: 23, to: 3)
    /// One that is closed.
    private let closed = ProgramsWindowTests.window(from: 4, to: 6)

    /// From so many hours after now to so many.
    private static func window(from: Int, to: Int) -> String {
        let hour = Int(Clock.realtime() / 3_600_000_000_000 % 24)
        func text(_ hour: Int) -> String { hour % 24 < 10 ? "0\(hour % 24):00" : "\(hour % 24):00" }
        return "\(text(hour + from))-\(text(hour + to)) UTC"
    }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
        try folder.write(
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="N"><xs:complexType>
            <xs:sequence><xs:element name="Id" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>
            """, to: "routes/n.xsd")
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let told = told
        programs = try Programs(
            spool: spool, custody: CustodyKeeper(tokens: TokenSource(startedAt: 0)),
            table: try table(window: closed), log: RelayLog { _ in }, settle: { told.results.append($0) }, changed: {},
            tellHeld: { _ in })
    }

    override func tearDown() {
        programs = nil
        spool = nil
        folder.remove()
    }

    private func table(window: String?, program: String = "", rules: String = "") throws -> RoutingTable {
        let window = window.map { "window=\"\($0)\"" } ?? ""
        try folder.write(
            """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/><system id="bob">\(program)</system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
            <route id="r" from="alice" message="note" to="bob" \(window) \(rules)/></routes>
            """, to: "routes/table.xml")
        return try RoutingTable.load(folder: folder.path(of: "routes"))
    }

    private let program = #"<program path="missing" retry="1h"/>"#

    private func message(_ number: UInt64, opens: Bool = true) throws -> WaitingMessage {
        var record = LedgerRecord(sequence: number, time: Timestamp(nanoseconds: Clock.realtime()), event: .accepted)
        record.sender = ParticipantIdentifier("alice")
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.messageID = []
        record.digest = Digest(of: [])
        if opens { record.opens = record.time }
        let message = try XCTUnwrap(WaitingMessage(record, receiver: 0))
        try spool.folders(of: message.receiver).waiting.create(message.name, mode: 0o640)
            .write(Array("<N/>".utf8)[...])
        return message
    }

    private func add(_ messages: [WaitingMessage]) { programs.queue.sync { programs.add(messages) } }

    private func use(_ table: RoutingTable) { programs.queue.sync { programs.use(table) } }

    /// What was to be recorded, as words; then says that it is.
    private func record() -> [String] {
        programs.queue.sync {
            let results = told.results
            told.results = []
            programs.settled(results)
            return results.map { settlement in
                let number = settlement.message.delivery.sequence
                switch settlement.result {
                case .opened: return "opened \(number)"
                case .deferred: return "deferred \(number)"
                case .started: return "started \(number)"
                default: return "another end of \(number)"
                }
            }
        }
    }

    private var isIdle: Bool { programs.queue.sync { programs.isIdle } }

    func testWhatComesOutsideWaitsAndNobodyWaitsForIt() throws {
        add([try message(1), try message(2)])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(isIdle, "a drain ends")
        XCTAssertNotNil(programs.queue.sync { programs.nextOpening }, "the timer is set")
    }

    func testWhatComesInsideGoesToThePickupFolderAtOnce() throws {
        use(try table(window: open))
        add([try message(1)])
        XCTAssertFalse(isIdle)
        XCTAssertEqual(record(), ["opened 1"])
        XCTAssertTrue(isIdle)
    }

    func testWhatWaitedGoesBeforeWhatComes() throws {
        add([try message(1), try message(2)])
        use(try table(window: open))
        add([try message(3)])
        XCTAssertEqual(record(), ["opened 1", "opened 2", "opened 3"])
        XCTAssertEqual(record(), [])
    }

    func testWithoutAWindowAnyMoreNothingWaits() throws {
        add([try message(1)])
        use(try table(window: nil))
        XCTAssertEqual(record(), ["opened 1"])
    }

    func testAProgramGetsItsMessagesInsideTheWindow() throws {
        use(try table(window: closed, program: program))
        add([try message(1), try message(2, opens: false)])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(isIdle)
        use(try table(window: open, program: program))
        XCTAssertEqual(record(), ["deferred 1", "deferred 2"], "each was tried, and cannot be started")
    }

    func testWhatIsTriedAgainWaitsForTheWindowToo() throws {
        let hasty = #"<program path="missing" retry="0ms" retry-limit="0ms"/>"#
        use(try table(window: open, program: hasty))
        add([try message(1)])
        XCTAssertEqual(record(), ["deferred 1"])
        use(try table(window: closed, program: hasty))
        XCTAssertTrue(
            eventually {
                _ = record()
                return programs.queue.sync { programs.shut.values.flatMap { $0 }.count } == 1
            })
        XCTAssertTrue(isIdle)
    }

    func testTheOrderOfASenderIsKept() throws {
        use(try table(window: closed, program: program, rules: #"order="sender""#))
        add([try message(1), try message(2), try message(3)])
        XCTAssertEqual(programs.queue.sync { programs.shut.values.flatMap { $0 }.count }, 1, "the others stand behind")
        use(try table(window: open, program: program, rules: #"order="sender""#))
        XCTAssertEqual(record(), ["deferred 1"])
        XCTAssertEqual(record(), [], "the later ones wait for the first")
    }

    func testForPickupFoldersTheOrderIsThatOfTheirNumbers() throws {
        use(try table(window: closed, rules: #"order="sender""#))
        add([try message(1), try message(2)])
        use(try table(window: open, rules: #"order="sender""#))
        add([try message(3)])
        XCTAssertEqual(record(), ["opened 1", "opened 2", "opened 3"])
    }

    func testWhatMustNotBeRepeatedIsNotStartedOutside() throws {
        use(try table(window: closed, program: program, rules: #"repeat="never""#))
        add([try message(1)])
        XCTAssertEqual(record(), [])
        use(try table(window: open, program: program, rules: #"repeat="never""#))
        XCTAssertEqual(record(), ["started 1"])
    }

    func testOnlySoManyAreOnTheirWayAtATime() throws {
        use(try table(window: open))
        add(try (1...UInt64(Programs.mostOpening + 10)).map { try message($0) })
        XCTAssertEqual(record().count, Programs.mostOpening)
        XCTAssertEqual(record().count, 10)
        XCTAssertTrue(isIdle)
    }

    func testWhatWasMeantForAProgramThatIsGoneStaysWhereItIs() throws {
        use(try table(window: nil))
        add([try message(1, opens: false)])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(isIdle, "a drain does not wait for it")
        use(try table(window: nil, program: program))
        XCTAssertEqual(record(), ["deferred 1"])
    }
}
