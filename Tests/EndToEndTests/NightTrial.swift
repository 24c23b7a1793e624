// A service, its senders and receivers, for a night; what is known to be so at each moment, and what it says itself.

import Files
import Foundation
import Support
import XCTest

/// The flows of the night: `alice` sends orders to the program of `bob`, in XML and JSON; `dora` notices to the pickup
/// folder of `carol`, from whom something is expected every hour; and `eve` reports, of which some are wrong.
final class NightTrial {
    /// What was said is not so.
    struct NotSo: Error { let words: String }

    /// How the table can be.
    struct Table {
        var minimumFree = "4MB"
        var alarmFree = "8MB"
        /// The played clock goes before the one of the file system, so that files look days old at once.
        var dropAge = "60d"
        /// When the agreement with dora ends.
        var lastDay: String
        var more = ""

        var rows: String {
            """
            <service time-zone="UTC" rescan="200ms" settle="100ms" min-free="\(minimumFree)" alarm-free="\(alarmFree)"
                alarm-drop-age="\(dropAge)" alarm-waiting-age="1h" alarm-failures="3" alarm-refusals="20%"
                alarm-refusals-least="4" alarm-agreement="2d"/>
            <partner id="alice" receipts="all"/>
            <partner id="dora"/>
            <partner id="eve"/>
            <system id="bob"><program path="handler" retry="100ms" retry-limit="200ms" parallel="4"/></system>
            <system id="carol"/>
            <agreement id="A-1" partner="dora" from="2026-01-01" until="\(lastDay)"/>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender"/>
            <route id="orders" from="alice" message="note" to="bob" syntax="xml json"/>
            <route id="notices" from="dora" message="note" to="carol" agreement="A-1" expect="daily 00:00-24:00 every 1h"/>
            <route id="reports" from="eve" message="note" to="carol"/>
            \(more)
            """
        }
    }

    let playground: Playground
    let clock: NightClock
    /// What the table says; `reload` puts it in force.
    var table: Table
    private var daemon: Process!
    private var sent = 0

    // What is known to be so.
    private(set) var accepted: [String: [String]] = [:]
    private(set) var invalid = 0
    private(set) var duplicates = 0
    /// The alarms that must be on, as "kind subject".
    var alarms: Set<String> = []
    /// The faults that must stand.
    var faults: Set<String> = []
    /// The files that must lie in alice's drop folder.
    private(set) var inDrop: [String] = []
    private(set) var digest = ""
    private(set) var looks = 0

    init(spool: String?) throws {
        table = Table(lastDay: NightTrial.day(after: 3))
        playground = try Playground(rows: "")
        clock = try NightClock(in: playground.folder, hour: 20)
        if let spool { playground.spool = spool }
        try playground.write(rows: table.rows)
        let handler = """
            #!/bin/sh
            cd "${0%/*}/.."
            [ -e open ] || { echo down >> tries; exit 75; }
            echo "$LUOVA_DELIVERY_ID" >> journal

            """
        try playground.folder.write(handler, to: "routes/handler", mode: 0o755)
        let program = "#!/bin/sh\ncat >> \(playground.folder.path(of: "heard"))\n"
        try playground.folder.write(program, to: "tell", mode: 0o755)
        for file in ["open", "heard", "journal", "tries"] { try playground.folder.write("", to: file) }
    }

    func remove() { playground.remove() }

    /// A day so long after the one on which the night begins, as the table writes it.
    static func day(after days: Int64) -> String {
        let seconds = DayClock().midnight + days * 86_400
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = .withFullDate
        return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }

    private func path(_ name: String) -> String { playground.folder.path(of: name) }
    private func lines(_ name: String) -> [String] {
        ((try? playground.folder.read(name)) ?? "").split(separator: "\n").map(String.init)
    }

    func start() throws {
        daemon = try playground.start(
            environment: clock.environment,
            options: [
                "--control", path("control"), "--metrics", path("metrics"), "--status-page", path("page"),
                "--alarm-program", path("tell"),
            ])
        digest = try XCTUnwrap(try status()["table"] as? [String: Any])["sha256"] as? String ?? ""
    }

    func stop() -> Int32 { playground.stop(daemon) }

    // MARK: What happens

    /// A message that is right.
    ///
    /// - Parameter isTaken: false when it must stay in the drop folder.
    func send(from sender: String, isTaken: Bool = true) throws {
        sent += 1
        let identifier = "\(sender)-\(sent)"
        let isJSON = sender == "alice" && sent.isMultiple(of: 2)
        let text = isJSON ? #"{"Note":{"Id":"\#(identifier)","Text":"hello"}}"# : Playground.note(identifier)
        try playground.drop(text, as: "\(sent).\(isJSON ? "json" : "xml")", from: sender)
        if isTaken { accepted[sender, default: []].append(identifier) } else { inDrop.append(identifier) }
    }

    /// The last order that alice sent in XML, once more: it is a duplicate.
    func sendAgain() throws {
        let last = try XCTUnwrap(accepted["alice"]?.last { !(Int($0.dropFirst(6)) ?? 0).isMultiple(of: 2) })
        sent += 1
        try playground.drop(Playground.note(last), as: "\(sent).xml")
        duplicates += 1
    }

    func sendInvalid() throws {
        sent += 1
        let text = "<Note xmlns=\"urn:test:note\"><Id>eve-\(sent)</Id></Note>"
        try playground.drop(text, as: "\(sent).xml", from: "eve")
        invalid += 1
    }

    /// What lay in the drop folder is taken.
    func takesWhatWaited() {
        accepted["alice", default: []] += inDrop
        inDrop = []
    }

    /// Of the files that were sent while nobody knew, those that are there still.
    func staysInDrop(_ identifier: String) {
        accepted["alice"]?.removeAll { $0 == identifier }
        inDrop.append(identifier)
    }

    func close() throws { XCTAssertEqual(unlink(path("open")), 0) }
    func open() throws { try playground.folder.write("", to: "open") }
    var isOpen: Bool { WholeFile.status(path("open")) != nil }
    var failedTries: Int { lines("tries").count }
    var taken: [String] { lines("journal") }

    /// The table is read anew, and is in force.
    func reload() throws {
        try playground.write(rows: table.rows)
        try hangUp(expecting: "reload: the new routing table is in force")
        digest = try XCTUnwrap(try status()["table"] as? [String: Any])["sha256"] as? String ?? ""
    }

    /// A table that is wrong is read, and refused.
    func reloadBadly() throws {
        try playground.write(rows: table.rows + #"<route id="lost" from="alice" message="note" to="nobody"/>"#)
        try hangUp(expecting: "reload: the old routing table stays in force")
    }

    private func hangUp(expecting words: String) throws {
        let before = playground.log.components(separatedBy: words).count
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(
            eventually(within: 30) { playground.log.components(separatedBy: words).count == before + 1 },
            playground.log)
    }

    // MARK: What it says

    func status() throws -> [String: Any] {
        let (code, output, error) = try playground.luova(["status", "--json", "--control", path("control")])
        XCTAssertEqual(code, 0, error)
        return try XCTUnwrap(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    /// Everything that can be asked says what is so, as soon as it has come round; nothing else changes meanwhile.
    ///
    /// - Parameter unsure: an alarm that may be on or not.
    func look(unsure: String? = nil, line: UInt = #line) throws {
        looks += 1
        var lies = ["not asked"]
        let isTrue = try eventually(within: 60) {
            lies = try self.lies(unsure: unsure)
            return lies.isEmpty
        }
        // The rest of the night would only say so again.
        if !isTrue { throw NotSo(words: "\(lies) in line \(line)\n\(playground.log.suffix(2_000))") }
    }

    /// The time passes in steps, with a look after each.
    ///
    /// - Parameters:
    ///   - ending: the alarms that are over at the end of it, and not before.
    ///   - beginning: the alarms that begin with the end of it, and not before.
    func pass(
        minutes: Int, step: Int, ending: Set<String> = [], beginning: Set<String> = [], line: UInt = #line,
        _ each: () throws -> Void = {}
    ) throws {
        for minute in stride(from: step, through: minutes, by: step) {
            try clock.pass(minutes: step)
            try each()
            if minute == minutes { alarms = alarms.subtracting(ending).union(beginning) }
            try look(line: line)
        }
    }

    /// The time passes until an alarm has begun, or is over.
    func pass(untilChangeOf alarm: String, atMost minutes: Int, step: Int, line: UInt = #line) throws {
        let was = alarms.contains(alarm)
        for _ in 0..<minutes / step {
            try clock.pass(minutes: step)
            try look(unsure: alarm, line: line)
            if try alarmsInMetrics(metrics()).contains(alarm) != was {
                if was { alarms.remove(alarm) } else { alarms.insert(alarm) }
                return
            }
        }
        XCTFail("\(alarm) has not changed within \(minutes) min", line: line)
    }

    /// The alarms that the program was told of: what it was told of each.
    func heard() throws -> [String: [String]] {
        try lines("heard").reduce(into: [:]) { found, line in
            let told = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
            found["\(told["alarm"] ?? "") \(told["subject"] ?? "")", default: []].append(told["state"] ?? "")
        }
    }
}
