// The shipped table in a folder of its own, and the daemon on it: what the tests of the flows play with.

import Files
import Foundation
import Support
import XCTest

/// One flow with the shipped table, whose programs are replaced by a script of the test's own.
final class FlowTrial {
    let flow: Flow
    let playground: Playground

    /// What a script says to answer as the sample handler does, or to take a message without an answer.
    static func take(_ flow: Flow) -> String {
        guard flow.isAnsweredByProgram else { return "exec cat > /dev/null" }
        let folder = Playground.program.dropLast("luova".count)
        return "exec '\(folder)sample-handler' '\(ProjectFiles.root)/Samples/handlers'"
    }

    /// - Parameters:
    ///   - script: what the receiver's program does; nil leaves a receiver without one with its pickup folder.
    ///   - giveUp: when that program is given up.
    init(_ flow: Flow, script: String? = nil, giveUp: String = "5d") throws {
        self.flow = flow
        // A partner whose agreement has ended, on a row for the same messages.
        playground = try Playground(
            rows: """
                <partner id="former" name="A former partner"/>
                <agreement id="former" partner="former" from="2019-01-01" until="2019-12-31"/>
                <route id="from-former" from="former" message="\(flow.type)" to="\(flow.receiver)" agreement="former"/>
                """)
        let isAnswered = flow.isAnsweredByProgram
        let handler = script ?? FlowTrial.take(flow)
        try playground.folder.write("#!/bin/sh\n\(handler)\n", to: "routes/handler", mode: 0o755)
        let program = #"<program path="handler" retry="10ms" retry-limit="20ms" give-up="\#(giveUp)"/>"#
        try WholeFile.makeDirectories(playground.folder.path(of: "routes/contracts"))
        for name in try TemporaryFolder.names(in: Directory(path: "\(ProjectFiles.routes)/contracts")) {
            let bytes = try WholeFile.read("\(ProjectFiles.routes)/contracts/\(name)")
            try WholeFile.write(bytes, to: playground.folder.path(of: "routes/contracts/\(name)"))
        }
        for name in try TemporaryFolder.names(in: Directory(path: ProjectFiles.routes)) where name.hasSuffix(".xml") {
            var text = String(decoding: try WholeFile.read("\(ProjectFiles.routes)/\(name)"), as: UTF8.self)
            text = text.replacing(#/<program [^>]*\/>/#, with: program)
            text = text.replacing(#/max-size="[0-9]+[kM]B"/#, with: #"max-size="\#(FlowTrial.largest)B""#)
            if script != nil {
                text = text.replacing(#/ answer-within="[^"]*"/#, with: "")
                if !isAnswered { text = try text.giving(program, to: flow.receiver) }
            }
            try playground.folder.write(text, to: "routes/\(name)")
        }
    }

    /// The largest message that any row of the trial allows, in bytes.
    static let largest = 20_000

    func remove() { playground.remove() }

    /// What a sample holds.
    static func sample(_ path: String) throws -> [UInt8] {
        try WholeFile.read("\(ProjectFiles.root)/Samples/accepted/\(path)")
    }

    /// What the flow's first sample holds.
    func message() throws -> String { String(decoding: try FlowTrial.sample(flow.samples[0]), as: UTF8.self) }

    /// Puts a file into a drop folder, whole.
    func drop(_ bytes: [UInt8], as name: String, from sender: String? = nil) throws {
        let drop = "\(playground.spool)/participants/\(sender ?? flow.sender)/drop"
        try WholeFile.makeDirectories(drop)
        try WholeFile.write(bytes, to: "\(drop)/\(name)")
    }

    /// What the ledger says of a file of a sender.
    func decision(on name: String, from sender: String? = nil) throws -> [String: Any] {
        let all = try playground.ledger().filter { record in
            record["file"] as? String == name && record["from"] as? String == sender ?? flow.sender
        }
        return try XCTUnwrap(all.first, "\(flow.type): nothing is said of \(name)")
    }

    /// Which of the shipped table's rows: a participant and a route may have the same id.
    enum Row {
        case participant(String)
        case route(String)

        /// What finds the beginning of the row.
        fileprivate var pattern: String {
            switch self {
            case .participant(let identifier): "<(system|partner) id=\"\(identifier)\""
            case .route(let identifier): "<(route) id=\"\(identifier)\""
            }
        }
    }

    /// Gives a row of the shipped table one more attribute while `body` runs.
    ///
    /// - Parameter attribute: as the table writes it; the row has none of this name.
    func setting(_ attribute: String, of row: Row, _ body: () throws -> Void) throws {
        let row = try Regex<(Substring, Substring)>(row.pattern)
        for name in try TemporaryFolder.names(in: Directory(path: playground.routes)) where name.hasSuffix(".xml") {
            let text = try playground.folder.read("routes/\(name)")
            guard text.contains(row) else { continue }
            try playground.folder.write(
                text.replacing(row) { "\($0.output.0) \(attribute)" }, to: "routes/\(name)")
            try body()
            return try playground.folder.write(text, to: "routes/\(name)")
        }
        XCTFail("the shipped table has no such row")
    }

    /// What lies in a participant's pickup folder of one kind.
    func pickup(_ participant: String, _ prefix: String) throws -> [String] {
        try playground.pickup(participant).filter { $0.hasPrefix(prefix) }
            .map { try playground.read($0, of: participant) }
    }

    /// Holds ledger and spool against each other.
    func verify() throws {
        try playground.verify("\(flow.type): ")
    }
}

extension String {
    /// The table's text with a program for a participant that has none.
    fileprivate func giving(_ program: String, to participant: String) throws -> String {
        let row = try Regex<(Substring, Substring, Substring)>("<(system|partner)( id=\"\(participant)\"[^>]*?)/>")
        return replacing(row) { "<\($0.output.1)\($0.output.2)>\(program)</\($0.output.1)>" }
    }
}
