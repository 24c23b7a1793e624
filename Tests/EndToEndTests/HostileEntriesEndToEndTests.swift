// A drop folder full of hostile entries beside a neighbour who sends as usual: each entry gets its reason,
// nothing outside the spool is read or written, and no name or id of theirs reaches anybody unescaped.

import Files
import Foundation
import FoundationXML
import Support
import XCTest

final class HostileEntriesEndToEndTests: XCTestCase {
    private var playground: Playground!

    private static func rows(custody: String) -> String {
        """
        <service settle="50ms" rescan="300ms" incomplete-after="200ms"/>
        <partner id="alice" receipts="all" custody="\(custody)"/><partner id="nina"/>
        <system id="bob"/><system id="dora"/>
        <system id="worker"><program path="handler" timeout="20s" parallel="2"/></system>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender"/>
        <route id="alice-note" from="alice" message="note" to="bob worker" syntax="xml json"/>
        <route id="nina-note" from="nina" message="note" to="dora" syntax="xml"/>
        """
    }

    override func setUpWithError() throws {
        playground = try Playground()
        // What the program was given: its environment as the kernel has it, and an id that it repeats as it stands
        // in the message.
        let script = """
            #!/bin/sh
            cat "/proc/$$/environ" > "${0%/*}/../environment.$LUOVA_DELIVERY_ID"
            cat >&2
            """
        try playground.folder.write(script, to: "routes/handler", mode: 0o755)
    }

    override func tearDown() { playground.remove() }

    /// Waits until there is a ledger to link to.
    private func beginLedger() throws {
        try playground.drop(Playground.note("first"), as: "first.xml", from: "nina")
        XCTAssertTrue(eventually(within: 30) { !playground.pickup("dora").isEmpty })
        try Directory(path: "\(playground.spool)/participants/dora/pickup").removeAll()
    }

    /// Plays all of it in a daemon that runs already, and what follows when that is decided.
    private func play(_ entries: inout HostileEntries) throws {
        XCTAssertTrue(eventually(within: 60) { entries.isOver }, "left: \(playground.names("participants/alice/drop"))")
        try entries.replay()
        XCTAssertTrue(eventually(within: 60) { entries.isOver })
        XCTAssertTrue(eventually(within: 60) { playground.names("waiting/worker").isEmpty })
    }

    func testEachEntryGetsItsReasonAndNoNameOrIdReachesAnybodyUnescaped() throws {
        for custody in ["copy", "move"] {
            try playground.write(rows: HostileEntriesEndToEndTests.rows(custody: custody))
            playground.spool = playground.folder.path(of: "spool-\(custody)")
            try WholeFile.write([], to: playground.folder.path(of: "log"))
            let daemon = try playground.start()
            try beginLedger()
            let neighbour = Neighbour(playground)
            neighbour.start()
            var entries = try HostileEntries(in: playground, sender: "alice", neighbour: "nina")
            try play(&entries)
            let waits = try neighbour.end()
            XCTAssertTrue(daemon.isRunning, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            try assertReasons(entries)
            try assertEscaped(entries)
            try assertSecretsAreKept(entries)
            try playground.verify()
            print("\(custody): the neighbour's \(waits.count) messages took at most \(waits.max() ?? 0) ms")
        }
    }

    private func assertReasons(_ entries: HostileEntries) throws {
        let events = try playground.ledger().filter { $0["from"] as? String == "alice" }
        for (name, fate) in entries.fates {
            let shown = FileName.escaped(name)
            let decisions = events.filter { $0["file"] as? String == shown }
            let found = decisions.map { ($0["reason"] ?? $0["event"] ?? "") as? String ?? "" }
            switch fate {
            case .accepted: XCTAssertEqual(found, ["accepted"], shown)
            case .duplicate: XCTAssertEqual(found, ["duplicate"], shown)
            case .refused(let reason): XCTAssertEqual(found, [reason], shown)
            case .left: XCTAssertEqual(found, [], shown)
            }
        }
        XCTAssertEqual(events.count, entries.decided)
        let folders = playground.log.split(separator: "\n").filter { $0.contains("is a folder") }
        XCTAssertEqual(folders.count, 2, "each is reported once: \(folders)")
        // Each is told as it is decided.
        var told: [String: [String]] = [:]
        for name in playground.pickup("alice") {
            let (file, words) = try receipt(name)
            told[file, default: []] += words
        }
        for (name, fate) in entries.fates {
            let shown = FileName.escaped(name)
            switch fate {
            case .accepted: XCTAssertEqual(told[shown], ["accepted"], shown)
            case .duplicate: XCTAssertEqual(told[shown], ["duplicate"], shown)
            case .refused(let reason): XCTAssertEqual(told[shown], ["refused", reason], shown)
            case .left: XCTAssertNil(told[shown], shown)
            }
        }
    }

    /// The file that a receipt is about, and its outcome and reason; it is parsed by a parser that is not ours.
    private func receipt(_ name: String) throws -> (file: String, words: [String]) {
        let data = Data(try playground.read(name, of: "alice").utf8)
        if name.hasSuffix(".json") {
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])["Receipt"]
            let words = ["Outcome", "Reason"].compactMap { object?[$0] as? String }
            return (try XCTUnwrap(object?["FileName"] as? String), words)
        }
        let root = try XCTUnwrap(XMLDocument(data: data).rootElement())
        func text(_ name: String) -> String? { root.elements(forName: name).first?.stringValue }
        return (try XCTUnwrap(text("FileName")), ["Outcome", "Reason"].compactMap(text))
    }

    /// Whether bytes hold nothing that a terminal or a line reader would act upon, but ends of lines, and are UTF-8.
    private func assertHarmless(_ bytes: [UInt8], _ what: String, line: UInt = #line) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return XCTFail("\(what) is not UTF-8", line: line)
        }
        let wrong = text.unicodeScalars.filter {
            switch $0.value {
            case 0x0A: false
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
            default: false
            }
        }
        XCTAssertTrue(wrong.isEmpty, "\(what) holds \(wrong.map(\.value))", line: line)
    }

    private func assertEscaped(_ entries: HostileEntries) throws {
        assertHarmless(Array(playground.log.utf8), "the log")
        XCTAssertFalse(
            playground.log.split(separator: "\n").contains { !$0.hasPrefix("luova: ") }, "a line of the log is theirs")
        for name in playground.names("ledger") where name.hasSuffix(".jsonl") {
            assertHarmless(try WholeFile.read("\(playground.spool)/ledger/\(name)"), name)
        }
        for words in [["log"], ["log", "--json"]] {
            let (code, output, _) = try playground.luova(words + ["--spool", playground.spool])
            XCTAssertEqual(code, 0)
            assertHarmless(Array(output.utf8), "\(words)")
            XCTAssertEqual(output.split(separator: "\n").count, try playground.ledger().count)
        }
        for name in playground.pickup("alice") {
            XCTAssertNotNil(try /\d{12}\.receipt\.(xml|json)/.wholeMatch(in: name), name)
            assertHarmless(Array(try playground.read(name, of: "alice").utf8), name)
        }
        for name in playground.pickup("bob") {
            XCTAssertNotNil(try /note\.\d{12}\.(xml|json)/.wholeMatch(in: name), name)
            let path = "\(playground.spool)/participants/bob/pickup/\(name)"
            XCTAssertEqual(WholeFile.status(path)?.mode, 0o640, name)
            XCTAssertEqual(WholeFile.status(path)?.kind, .regular, name)
        }
        for name in playground.names("refused/alice") {
            XCTAssertNotNil(try /\d{12}\.[a-z-]+(\.(xml|json))?/.wholeMatch(in: name), name)
        }
        XCTAssertEqual(playground.names("taken/alice"), [])
        try assertProgramsAreGivenWhatIsEscaped(entries.fates.count { $0.fate == .accepted })
    }

    private func assertProgramsAreGivenWhatIsEscaped(_ accepted: Int) throws {
        let dumps = try playground.folder.names().filter { $0.hasPrefix("environment.") }
        XCTAssertEqual(dumps.count, accepted)
        for dump in dumps {
            XCTAssertNotNil(try /environment\.\d{12}-2/.wholeMatch(in: dump), dump)
            let bytes = try WholeFile.read(playground.folder.path(of: dump))
            let variables = bytes.split(separator: 0)
            XCTAssertEqual(variables.count, 10, dump)
            XCTAssertTrue(variables.joined().allSatisfy { $0 > 0x20 && $0 < 0x7F }, dump)
            try playground.folder.directory.remove(fileName(dump))
        }
    }

    private func assertSecretsAreKept(_ entries: HostileEntries) throws {
        for path in entries.secrets {
            XCTAssertTrue(String(decoding: try WholeFile.read(path), as: UTF8.self).contains(HostileEntries.secret))
        }
        for folder in ["participants/alice/pickup", "participants/bob/pickup", "refused/alice"] {
            for name in playground.names(folder) {
                let holder = try Directory(path: "\(playground.spool)/\(folder)")
                let status = try XCTUnwrap(holder.status(of: fileName(name)))
                // The second name of a secret is still that, and a link has no content of its own.
                guard status.kind == .regular, status.links == 1, status.size < 100_000 else { continue }
                let text = String(decoding: try WholeFile.read("\(holder.path)/\(name)"), as: UTF8.self)
                XCTAssertFalse(text.contains(HostileEntries.secret), name)
            }
        }
        XCTAssertFalse(playground.log.contains(HostileEntries.secret))
    }

    func testNothingOutsideTheSpoolIsOpened() throws {
        let strace = "/usr/bin/strace"
        guard WholeFile.status(strace) != nil else {
            throw XCTSkip("there is no strace")  // reason: only a tracer sees what is opened
        }
        // As root both kinds of custody take place; else every file is copied.
        for custody in ["copy", "move"] {
            try playground.write(rows: HostileEntriesEndToEndTests.rows(custody: custody))
            playground.spool = playground.folder.path(of: "spool-\(custody)")
            try WholeFile.write([], to: playground.folder.path(of: "log"))
            try traceEachOpening(strace)
        }
    }

    private func traceEachOpening(_ strace: String) throws {
        let trace = "\(playground.spool).trace"
        let calls = "--trace=open,openat,openat2,creat,truncate,unlink,rename,link,symlink,chmod,chown,execve"
        let tracer = try playground.start(under: [strace, "-f", "-y", "-ttt", calls, "-o", trace])
        let children = "/proc/\(tracer.processIdentifier)/task/\(tracer.processIdentifier)/children"
        let daemon = try XCTUnwrap(Int32(String(decoding: try WholeFile.read(children), as: UTF8.self).dropLast()))
        // It would outlive its tracer.
        defer { kill(daemon, SIGKILL) }
        let ready = Date().timeIntervalSince1970
        try beginLedger()
        var entries = try HostileEntries(in: playground, sender: "alice", neighbour: "nina")
        try play(&entries)
        kill(daemon, SIGTERM)
        tracer.waitUntilExit()
        XCTAssertEqual(tracer.terminationStatus, 0, playground.log)
        try assertReasons(entries)

        let own = [playground.spool, playground.routes].map { "\($0)/" }
        // What a program is started with, and the daemon's own clock and processes.
        let allowed = ["/dev/null", "/proc/", "/usr/share/zoneinfo/", "/etc/localtime"]
        var others: Set<Substring> = []
        var opened = 0
        for line in try String(decoding: WholeFile.read(trace), as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            guard words.count == 3, let time = Double(words[1]) else { continue }
            // What a program opens that the daemon has started is the program's own business.
            if words[2].contains("execve"), words[2].hasSuffix("= 0") { others.insert(words[0]) }
            guard time > ready, !others.contains(words[0]) else { continue }
            if let open = try /open(at2?)?(\(.*| resumed.*)= \d+<(?<path>[^>]*)>$/.firstMatch(in: words[2]) {
                let path = String(open.output.path)
                opened += 1
                XCTAssertTrue(
                    own.contains { "\(path)/".hasPrefix($0) } || allowed.contains { path.hasPrefix($0) }, String(line))
                XCTAssertFalse(path.hasPrefix("/proc/self/"), String(line))
            }
            let isByPath = try /^(truncate|unlink|rename|link|symlink|chmod|chown|creat|open)\(/.firstMatch(
                in: words[2])
            XCTAssertNil(isByPath, "everything is named relative to an open folder: \(line)")
        }
        XCTAssertGreaterThan(opened, entries.decided)
    }

    func testANameThatIsUsedAgainRightAfterTheTakingIsAMessageOfItsOwn() throws {
        for custody in ["copy", "move"] {
            try playground.write(rows: HostileEntriesEndToEndTests.rows(custody: custody))
            playground.spool = playground.folder.path(of: "spool-\(custody)")
            let daemon = try playground.start()
            let path = playground.dropPath("swap.xml")
            for number in 0..<200 {
                // As soon as the first is seen to be gone, and not before: each must be taken.
                try playground.drop(Playground.note("s-\(number)"), as: "swap.xml")
                XCTAssertTrue(eventually(within: 30) { WholeFile.status(path) == nil }, "\(number)")
            }
            XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 200 }, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            let accepted = try playground.events("accepted").compactMap { $0["message_id"] as? String }
            XCTAssertEqual(accepted.sorted(), (0..<200).map { "s-\($0)" }.sorted())
            XCTAssertEqual(playground.names("taken/alice"), [])
        }
    }
}
