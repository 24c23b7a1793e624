// A batch of every verdict, and the daemon on it while calls to the kernel go wrong.

import Files
import Foundation
import Support
import XCTest

/// A spool with one file for each thing that can become of a file, and what must be there at the end: each
/// decided once, each delivered once, each sender told once.
final class FaultTrial {
    let playground: Playground
    /// Whether the sender that moves its files takes part: it needs rights to leases and owners.
    let moves: Bool
    private let journal: String

    /// File names, senders, contents; nil stands for a symbolic link.
    private static let files: [(name: String, text: String?)] = [
        ("plain.xml", Playground.note("n-1")),
        ("plain.json", #"{"Note":{"Id":"n-2","Text":"hello"}}"#),
        ("again.xml", Playground.note("n-3")), ("again-2.xml", Playground.note("n-3")),
        ("reused.xml", Playground.note("n-4")), ("reused-2.xml", Playground.note("n-4", text: "other hello")),
        ("both.xml", memo("Both", "hello")), ("program.xml", memo("Work", "m-2")), ("asked.xml", memo("Ask", "m-3")),
        ("refused-by-program.xml", memo("Work", "refuse-me")),
        ("invalid.xml", #"<Note xmlns="urn:test:note"><Id>n-5</Id></Note>"#),
        ("malformed.xml", #"<Note xmlns="urn:test:note"><Id>n-6</Note>"#),
        ("unknown.xml", "<Unknown/>"), ("not-permitted.xml", memo("Never", "m-4")),
        ("empty.xml", ""), ("link.xml", nil),
    ]

    private static func memo(_ root: String, _ identifier: String) -> String {
        #"<\#(root) xmlns="urn:test:memo"><Id>\#(identifier)</Id></\#(root)>"#
    }

    private static let memoSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:memo" xmlns="urn:test:memo"
            elementFormDefault="qualified">
          <xs:complexType name="Memo"><xs:sequence>
            <xs:element name="Id" type="xs:string"/><xs:element name="ReplyTo" type="xs:string" minOccurs="0"/>
          </xs:sequence></xs:complexType>
          <xs:element name="Both" type="Memo"/><xs:element name="Work" type="Memo"/><xs:element name="Ask" type="Memo"/>
          <xs:element name="Answer" type="Memo"/><xs:element name="Never" type="Memo"/>
        </xs:schema>
        """

    /// - Parameter folder: where the spool is to be; nil for the playground's own folder.
    init(moves: Bool, spool: String? = nil) throws {
        self.moves = moves
        playground = try Playground(rows: "")
        if let spool { playground.spool = spool }
        journal = playground.folder.path(of: "journal")
        try WholeFile.write([], to: journal)
        try playground.folder.write(FaultTrial.memoSchema, to: "routes/memo.xsd")
        let program = playground.folder.path(of: "program")
        let script = """
            #!/bin/sh
            echo "$LUOVA_DELIVERY_ID $LUOVA_MESSAGE_ID" >> \(journal)
            [ "$LUOVA_MESSAGE_ID" = refuse-me ] && exit 65
            [ "$LUOVA_MESSAGE_TYPE" = Ask ] || exit 0
            echo '<Answer xmlns="urn:test:memo"><Id>a-1</Id><ReplyTo>m-3</ReplyTo></Answer>'
            """
        try WholeFile.write(Array(script.utf8), to: program, mode: 0o755)
        func contract(_ name: String) -> String {
            #"<contract id="\#(name)" schema="memo.xsd" root="{urn:test:memo}\#(name)" message-id="Id" reply-to="ReplyTo"/>"#
        }
        let senders = moves ? [("alice", "copy"), ("carol", "move")] : [("alice", "copy")]
        let names = senders.map(\.0).joined(separator: " ")
        try playground.write(
            rows: senders.map { #"<partner id="\#($0.0)" receipts="all" custody="\#($0.1)"/>"# }.joined() + """
                <system id="bob"/><system id="dora"/>
                <system id="worker"><program path="\(program)" timeout="20s" retry="100ms"/></system>
                <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
                """ + ["Both", "Work", "Ask", "Answer", "Never"].map(contract).joined()
                + names.split(separator: " ").map { sender in
                    """
                    <route id="\(sender)-note" from="\(sender)" message="note" to="bob" syntax="xml json"/>
                    <route id="\(sender)-both" from="\(sender)" message="Both" to="bob dora" syntax="xml"/>
                    <route id="\(sender)-work" from="\(sender)" message="Work" to="worker" syntax="xml"/>
                    <route id="\(sender)-ask" from="\(sender)" message="Ask" to="worker" syntax="xml" reply="Answer"/>
                    """
                }.joined())
    }

    func remove() { playground.remove() }

    private var senders: [String] { moves ? ["alice", "carol"] : ["alice"] }

    /// Puts the files where they are sent from.
    func fill() throws {
        for sender in senders {
            let drop = "\(playground.spool)/participants/\(sender)/drop"
            try WholeFile.makeDirectories(drop)
            for file in FaultTrial.files {
                if let text = file.text {
                    // Of its sender alone, so that what is there twice shows.
                    let own = text.replacingOccurrences(of: "hello", with: "hello from \(sender)")
                    try WholeFile.write(Array(own.utf8), to: "\(drop)/\(file.name)")
                } else {
                    XCTAssertEqual(symlink("/etc/passwd", "\(drop)/\(file.name)"), 0)
                }
            }
            // A link and files that nobody was seen closing lie still for a moment.
            for file in FaultTrial.files { age("\(drop)/\(file.name)") }
        }
    }

    private func age(_ path: String) {
        var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
        utimensat(AT_FDCWD, path, &times, AT_SYMLINK_NOFOLLOW)
    }

    /// Runs the daemon until it has handled what is there, or until something ends it.
    ///
    /// - Returns: its exit code, or the negative number of the signal that ended it, and what it said.
    @discardableResult
    func run(faults: String = "", trace: String? = nil) throws -> (code: Int32, words: String) {
        try playground.run(faults: faults, trace: trace)
    }

    /// How many calls of these kinds a whole run makes in the spool.
    static func count(_ calls: String) throws -> Int {
        let trial = try FaultTrial(moves: OtherAccount.isReachable)
        defer { trial.remove() }
        try trial.fill()
        try trial.run(trace: trial.playground.folder.path(of: "trace"))
        let names = calls.split(separator: ",")
        return try trial.playground.folder.read("trace").split(separator: "\n").count { line in
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count == 3, words[2].hasPrefix(trial.playground.spool) else { return false }
            return calls == "all" || calls == "*" && words[0] == "changes" || names.contains(words[1])
        }
    }

    /// What is not as it must be when everything is over; empty when all is well.
    ///
    /// - Parameter consumed: what receivers have taken out of pickup folders, by participant.
    func deviations(consumed: [String: [String: [UInt8]]] = [:]) throws -> [String] {
        var wrong: [String] = []
        func expect(_ isSo: Bool, _ text: @autoclosure () -> String) { if !isSo { wrong.append(text()) } }
        let ledger = try playground.ledger()
        let decided = ledger.filter {
            ["accepted", "refused", "duplicate"].contains($0["event"] as? String) && $0["file"] != nil
        }
        for sender in senders {
            for file in FaultTrial.files {
                let count = decided.filter { $0["file"] as? String == file.name && $0["from"] as? String == sender }
                    .count
                expect(count == 1, "\(sender)/\(file.name) is decided \(count) times")
            }
            let drop = playground.names("participants/\(sender)/drop")
            expect(drop.isEmpty, "left in the drop of \(sender): \(drop)")
            let receipts = names(sender, consumed).filter { $0.contains(".receipt.") }
            let told = FaultTrial.files.count + 1
            expect(receipts.count == told, "\(sender) has \(receipts.count) receipts instead of \(told)")
            expect(Set(receipts).count == receipts.count, "\(sender) has a receipt twice")
            let answers = names(sender, consumed).filter { $0.hasPrefix("Answer.") }
            expect(answers.count == 1, "\(sender) has \(answers.count) answers")
            let refused = playground.names("refused/\(sender)")
            expect(refused.count == 8, "refused of \(sender): \(refused)")
        }
        for participant in senders + ["bob", "dora", "worker"] {
            for folder in ["taken", "waiting"] {
                let left = playground.names("\(folder)/\(participant)")
                expect(left.isEmpty, "left in \(folder)/\(participant): \(left)")
            }
        }
        let bob = senders.count * 5
        expect(names("bob", consumed).count == bob, "bob has \(names("bob", consumed)) instead of \(bob)")
        expect(names("dora", consumed).count == senders.count, "dora has \(names("dora", consumed))")
        var bodies: [[UInt8]: Int] = [:]
        for name in playground.pickup("bob") {
            bodies[Array(try playground.read(name, of: "bob").utf8), default: 0] += 1
        }
        for body in (consumed["bob"] ?? [:]).values { bodies[body, default: 0] += 1 }
        expect(bodies.values.allSatisfy { $0 == 1 }, "bob has a message twice")
        // A program may be started twice for a delivery, but never under two numbers.
        let runs = try Set(playground.folder.read("journal").split(separator: "\n").map(String.init))
        expect(runs.count == 3 * senders.count, "the program was started for \(runs)")
        let delivered = ledger.filter { $0["event"] as? String == "delivered" }.compactMap { $0["of"] as? String }
        expect(Set(delivered).count == delivered.count, "a delivery is recorded twice: \(delivered)")
        let (code, said, _) = try playground.luova(["verify", "--spool", playground.spool])
        expect(code == 0, "luova verify: \(said)")
        return wrong
    }

    private func names(_ participant: String, _ consumed: [String: [String: [UInt8]]]) -> [String] {
        playground.pickup(participant) + (consumed[participant] ?? [:]).keys
    }
}
