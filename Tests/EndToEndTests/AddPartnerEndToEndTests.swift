// A participant's folders, made by root below a root of the test's own, with accounts of its own.

import Files
import Foundation
import Support
import XCTest

final class AddPartnerEndToEndTests: XCTestCase {
    private var playground: Playground!
    private var root: String { playground.folder.path(of: "root") }
    private var spool: String { "\(root)/var/spool/luova" }

    override func setUpWithError() throws {
        playground = try Playground()
        try WholeFile.makeDirectories("\(root)/etc")
        try write("root:x:0:0::/root:/bin/sh\nluova:x:901:902::/:/n\nsftp-sea:x:903:904::/:/n\n", "passwd")
        try write("root:x:0:\nluova:x:902:\nsea:x:904:\nhouse:x:905:other,luova\n", "group")
    }

    override func tearDown() { playground.remove() }

    private func write(_ text: String, _ file: String) throws {
        try WholeFile.write(Array(text.utf8), to: "\(root)/etc/\(file)")
    }

    private func add(_ words: [String]) throws -> (code: Int32, output: String, error: String) {
        try playground.luova(["add-partner", "--root", root] + words)
    }

    private func mustBeRoot() throws {
        guard Account.current == 0 else {
            throw XCTSkip("only root can give folders away")  // reason: needs root
        }
    }

    private func check(_ path: String, _ owner: UInt32, _ group: UInt32, _ mode: UInt32) throws {
        let status = try XCTUnwrap(WholeFile.status(spool + path), path)
        XCTAssertEqual(status.owner, owner, path)
        XCTAssertEqual(status.group, group, path)
        XCTAssertEqual(status.mode, mode, path)
    }

    func testThePartnersFoldersAndTheSpoolAboveThemHaveTheirOwners() throws {
        try mustBeRoot()
        let (code, output, error) = try add(["fund-sea", "--user", "sftp-sea"])
        XCTAssertEqual(code, 0, error)
        try check("", 0, 0, 0o755)
        try check("/participants", 0, 0, 0o755)
        try check("/participants/fund-sea", 0, 0, 0o755)
        try check("/participants/fund-sea/drop", 901, 904, 0o2770)
        try check("/participants/fund-sea/pickup", 901, 904, 0o2770)
        for name in ["taken", "waiting", "refused"] { try check("/\(name)", 901, 902, 0o700) }
        try check("/ledger", 901, 902, 0o750)
        try check("/lock", 901, 902, 0o640)
        for line in [
            "Match User sftp-sea", "    ChrootDirectory /var/spool/luova/participants/fund-sea",
            "    ForceCommand internal-sftp -u 0022", "usermod --append --groups sea luova",
            "<partner id=\"fund-sea\" name=\"NAME\" user=\"sftp-sea\"/>",
        ] {
            XCTAssertTrue(output.contains("\n\(line)\n"), "\(line) is missing in \(output)")
        }
    }

    func testTheSpoolIsAsTmpfilesMakesIt() throws {
        try mustBeRoot()
        XCTAssertEqual(try add(["fund-sea", "--user", "sftp-sea"]).code, 0)
        let owners = ["root": UInt32(0), "luova": 901]
        let groups = ["root": UInt32(0), "luova": 902]
        let file = "\(ProjectFiles.root)/Sources/luova/Systemd/luova.tmpfiles.conf"
        var count = 0
        for line in String(decoding: try WholeFile.read(file), as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard !line.hasPrefix("#"), words.count == 6 else { continue }
            let path = words[1].dropFirst("/var/spool/luova".count)
            try check(
                String(path), try XCTUnwrap(owners[words[3]]), try XCTUnwrap(groups[words[4]]),
                try XCTUnwrap(UInt32(words[2], radix: 8)))
            count += 1
        }
        XCTAssertEqual(count, 7)
    }

    func testASecondTimeMendsWhatIsWrongAndKeepsWhatIsThere() throws {
        try mustBeRoot()
        XCTAssertEqual(try add(["fund-sea", "--user", "sftp-sea"]).code, 0)
        let drop = "\(spool)/participants/fund-sea/drop"
        try WholeFile.write(Array("x".utf8), to: "\(drop)/a.xml")
        try Directory(path: drop).change(owner: 903, group: 0, mode: 0o777)
        XCTAssertEqual(try add(["fund-sea", "--user", "sftp-sea"]).code, 0)
        try check("/participants/fund-sea/drop", 901, 904, 0o2770)
        XCTAssertEqual(try TemporaryFolder.names(in: Directory(path: drop)), ["a.xml"])
    }

    func testASystemOfTheHouseNeedsAGroupOnly() throws {
        try mustBeRoot()
        let (code, output, error) = try add(["income", "--group", "house", "--spool", "/srv/luova/"])
        XCTAssertEqual(code, 0, error)
        XCTAssertEqual(WholeFile.status("\(root)/srv/luova/participants/income/drop")?.group, 905)
        XCTAssertFalse(output.contains("Match User"), output)
        XCTAssertFalse(output.contains("usermod"), output)
        XCTAssertTrue(output.contains("<system id=\"income\" name=\"NAME\"/>"), output)
    }

    func testALinkInThePlaceOfAFolderIsNotFollowed() throws {
        try mustBeRoot()
        XCTAssertEqual(try add(["fund-sea", "--user", "sftp-sea"]).code, 0)
        let elsewhere = playground.folder.path(of: "elsewhere")
        try WholeFile.makeDirectories(elsewhere)
        let drop = "\(spool)/participants/fund-sea/drop"
        XCTAssertEqual(rmdir(drop), 0)
        try ScratchFolder.symbolicLink(drop, to: elsewhere)
        let (code, _, error) = try add(["fund-sea", "--user", "sftp-sea"])
        XCTAssertEqual(code, 73, error)
        XCTAssertEqual(WholeFile.status(elsewhere)?.owner, 0)
    }

    func testWhatIsMissingIsNamed() throws {
        try mustBeRoot()
        let (code, _, error) = try add(["fund-air"])
        XCTAssertEqual(code, 69)
        XCTAssertTrue(error.contains("no account 'sftp-fund-air'; make it: useradd "), error)
        XCTAssertTrue(try add(["x", "--group", "none"]).error.contains("no group 'none'"))
        try write("root:x:0:0::/root:/bin/sh\n", "passwd")
        XCTAssertTrue(try add(["x", "--group", "house"]).error.contains("no account 'luova'"))
        XCTAssertNil(WholeFile.status(spool), "nothing was made")
    }

    func testOnlyRootCan() throws {
        guard Account.current != 0 else {
            throw XCTSkip("root can")  // reason: shows what others cannot
        }
        let (code, _, error) = try add(["fund-sea", "--user", "sftp-sea"])
        XCTAssertEqual(code, 77)
        XCTAssertTrue(error.contains("run it as root"), error)
    }

    func testMistakesAreUsageErrors() throws {
        for words in [[], ["a", "b"], ["../x"], [".x"], ["a/b"], [""], ["x", "--spool", "spool"]] {
            XCTAssertEqual(try add(words).code, 64, "\(words)")
        }
    }
}
