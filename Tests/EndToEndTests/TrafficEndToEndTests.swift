// What `luova-bench generate` writes: the shipped table accepts all of it, its sizes are those of a day, and it is the
// same again for the same seed.

import Files
import Foundation
import Support
import XCTest

final class TrafficEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }

    override func tearDown() { playground.remove() }

    /// Runs `generate`; gives standard output.
    @discardableResult
    private func generate(_ words: [String], code: Int32 = 0) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Playground.program).deletingLastPathComponent()
            .appendingPathComponent("luova-bench")
        process.arguments = ["generate"] + words
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        process.currentDirectoryURL = URL(fileURLWithPath: ProjectFiles.root)
        let output = playground.folder.path(of: "generated")
        let error = playground.folder.path(of: "generate.error")
        for path in [output, error] { try WholeFile.write([], to: path) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: error)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let words = String(decoding: try WholeFile.read(error), as: UTF8.self)
        XCTAssertEqual(process.terminationStatus, code, words)
        return Data(try WholeFile.read(output))
    }

    /// The files below a folder of the playground, by sender.
    private func files(_ folder: String) throws -> [String: [String]] {
        let path = playground.folder.path(of: folder)
        var files: [String: [String]] = [:]
        for sender in try TemporaryFolder.names(in: Directory(path: path)) {
            files[sender] = try TemporaryFolder.names(in: Directory(path: "\(path)/\(sender)")).map {
                "\(path)/\(sender)/\($0)"
            }
        }
        return files
    }

    /// What `explain` says of all of them.
    private func verdicts(_ folder: String, routes: String) throws -> [[String: Any]] {
        try files(folder).flatMap { sender, paths in
            let (_, output, error) = try playground.luova(
                ["explain", "--json", "--routes", routes, "--from", sender] + paths)
            XCTAssertEqual(error, "")
            return try output.split(separator: "\n").map { line in
                try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
        }
    }

    /// All must be accepted, and none may have the id of another.
    private func checkAccepted(_ verdicts: [[String: Any]], count: Int) {
        XCTAssertEqual(verdicts.count, count)
        for verdict in verdicts where verdict["outcome"] as? String != "accepted" { XCTFail("\(verdict)") }
        XCTAssertEqual(Set(verdicts.compactMap { $0["id"] as? String }).count, count)
    }

    func testADayIsAcceptedByTheShippedTable() throws {
        try generate(["--folder", playground.folder.path(of: "day"), "--count", "300"])
        let verdicts = try verdicts("day", routes: ProjectFiles.routes)
        checkAccepted(verdicts, count: 300)
        let json = verdicts.filter { $0["syntax"] as? String == "json" }
        XCTAssertTrue((30...90).contains(json.count), "\(json.count) in JSON")
        let sizes = try files("day").values.joined().map { Int(try XCTUnwrap(WholeFile.status($0)).size) }
        let small = sizes.filter { $0 <= 2_000 }.count
        let middle = sizes.filter { 2_000 < $0 && $0 <= 8_000 }.count
        XCTAssertTrue((120...180).contains(small), "\(small) up to 2 kB")
        XCTAssertTrue((110...175).contains(middle), "\(middle) up to 8 kB")
        XCTAssertLessThan(300 - small - middle, 15)
    }

    func testADayWithAllAnswersIsAcceptedByItsOwnTable() throws {
        let routes = playground.folder.path(of: "own")
        try generate([
            "--folder", playground.folder.path(of: "day"), "--count", "300", "--routes", routes, "--pharmacies", "8",
            "--reports", "100", "--seed", "7",
        ])
        XCTAssertEqual(try playground.luova(["check", "--routes", routes]).code, 0)
        let verdicts = try verdicts("day", routes: routes)
        checkAccepted(verdicts, count: 300)
        let messages = Set(verdicts.compactMap { $0["message"] as? String })
        let answers = ["reimbursement-status", "purchase-receipt", "benefit-statement"]
        XCTAssertTrue(messages.isSuperset(of: answers), "\(messages)")
        XCTAssertGreaterThan(try files("day").keys.filter { $0.hasPrefix("pharmacy-1") }.count, 4)
    }

    func testAProgramOfTheTableAnswersTheQueries() throws {
        let routes = playground.folder.path(of: "own")
        let handler = Playground.program.dropLast("luova".count) + "sample-handler"
        try playground.folder.write(
            "#!/bin/sh\nexec '\(handler)' \"${0%/*}\"\n", to: "handler", mode: 0o755)
        try generate([
            "--folder", playground.folder.path(of: "day"), "--count", "100", "--routes", routes, "--pharmacies", "3",
            "--program", playground.folder.path(of: "handler"),
        ])
        let (code, _, error) = try playground.luova(["check", "--routes", routes])
        XCTAssertEqual(code, 0, error)
        let queries = try XCTUnwrap(files("day")["pharmacy-100002"]).filter { $0.contains("/reimbursement-query-") }
        // It answers for those whom it knows.
        let people = try queries.flatMap { query in
            String(decoding: try WholeFile.read(query), as: UTF8.self).matches(
                of: #/[0-9]{6}[-+A-FU-Y]9[0-9]{2}[0-9A-Y]/#
            )
            .map { "\($0.output)\tbasic\t40\tfalse\n" }
        }
        try playground.folder.write(Set(people).joined(), to: "reimbursements.tsv")
        let drop = "\(playground.spool)/participants/pharmacy-100002/drop"
        try WholeFile.makeDirectories(drop)
        for query in queries {
            try WholeFile.write(try WholeFile.read(query), to: "\(drop)/\(query.split(separator: "/").last ?? "")")
        }
        let run = try playground.luova(["run", "--routes", routes, "--spool", playground.spool, "--drain"])
        XCTAssertEqual(run.code, 0, run.error)
        XCTAssertGreaterThan(queries.count, 2)
        let answers = playground.pickup("pharmacy-100002").filter { $0.hasPrefix("reimbursement-status.") }
        XCTAssertEqual(answers.count, queries.count)
    }

    func testEveryTypeIsAcceptedInEachOfItsSyntaxesAndSizes() throws {
        let routes = playground.folder.path(of: "own")
        let day = playground.folder.path(of: "day")
        try generate(["--folder", day, "--count", "1", "--routes", routes, "--pharmacies", "2"])
        let contracts = try TemporaryFolder.names(in: Directory(path: "\(routes)/contracts"))
            .map { String($0.dropLast(4)) }.filter { $0 != "header" && $0 != "receipt" }
        XCTAssertEqual(contracts.count, 15)
        let interactive = ["reimbursement", "purchase", "benefit-inquiry", "benefit-statement"]
        for type in contracts {
            let allowsJSON = interactive.contains { type.hasPrefix($0) }
            for (number, size) in [800, 20_000].enumerated() {
                for syntax in allowsJSON && number == 1 ? ["xml", "json"] : ["xml"] {
                    try generate([
                        "--folder", playground.folder.path(of: "types-\(number)"), "--count", "3", "--mix", type,
                        "--syntax", syntax, "--size", "\(size)", "--seed", "\(syntax.utf8.count)",
                    ])
                }
            }
        }
        let verdicts = try verdicts("types-0", routes: routes) + verdicts("types-1", routes: routes)
        XCTAssertEqual(verdicts.count, 3 * (15 * 2 + 6))
        for verdict in verdicts where verdict["outcome"] as? String != "accepted" { XCTFail("\(verdict)") }
        XCTAssertEqual(Set(verdicts.compactMap { $0["message"] as? String }), Set(contracts))
    }

    func testTheSameSeedGivesTheSameBytesAndAnotherOneOthers() throws {
        for (name, seed) in [("one", "5"), ("two", "5"), ("three", "6")] {
            try generate(["--folder", playground.folder.path(of: name), "--count", "60", "--seed", seed])
        }
        func contents(_ folder: String) throws -> [String: [UInt8]] {
            let root = playground.folder.path(of: folder).utf8.count
            let paths = try files(folder).values.joined()
            return try Dictionary(
                uniqueKeysWithValues: paths.map { (String($0.dropFirst(root)), try WholeFile.read($0)) })
        }
        let one = try contents("one")
        XCTAssertEqual(one.count, 60)
        XCTAssertEqual(one, try contents("two"))
        XCTAssertTrue(Set(one.values).isDisjoint(with: Set(try contents("three").values)))
    }

    func testOneMessageGoesToStandardOutput() throws {
        let size = 100_000
        let bytes = try generate(["--folder", "-", "--mix", "income-report-batch", "--size", "\(size)"])
        XCTAssertTrue(bytes.starts(with: Data("<?xml".utf8)))
        XCTAssertTrue((size - 1_000...size).contains(bytes.count), "\(bytes.count)")
        try generate(["--folder", "-", "--count", "2"], code: 64)
        try generate(["--count", "2"], code: 64)
        try generate(["--folder", "-", "--mix", "nothing"], code: 64)
        try generate(["--folder", "-", "--mix", "payment-order", "--syntax", "json"], code: 64)
    }
}
