// Everything that a hostile sender can put into its drop folder, and what must become of each.

import Files
import Foundation
import Glibc
import Support
import XCTest

/// A drop folder full of hostile entries.
struct HostileEntries {
    /// What must become of an entry.
    enum Fate: Equatable {
        case accepted
        case duplicate
        case refused(String)
        /// It is left where it is, and nothing is said of it but in the log.
        case left
    }

    /// The entries' names, as the kernel has them, and what must become of each.
    private(set) var fates: [(name: [UInt8], fate: Fate)] = []
    /// Files beside the spool that links lead to. What they hold must never be seen anywhere else.
    let secrets: [String]
    /// What they hold, in a valid message.
    static let secret = "nobody may read this"

    private let drop: String

    /// Makes all of them, in a drop folder that is there.
    init(in playground: Playground, sender: String, neighbour: String) throws {
        drop = "\(playground.spool)/participants/\(sender)/drop"
        secrets = ["secret-1.xml", "secret-2.xml"].map { playground.folder.path(of: $0) }
        for (number, path) in secrets.enumerated() {
            let note = Playground.note("secret-\(number)", text: HostileEntries.secret)
            try WholeFile.write(Array(note.utf8), to: path)
        }
        try links(playground, neighbour: neighbour)
        try others()
        try contents()
        try names()
        try identifiers()
    }

    private mutating func add(_ name: [UInt8], _ fate: Fate) { fates.append((name, fate)) }

    private func path(_ name: String) -> String { "\(drop)/\(name)" }

    private mutating func links(_ playground: Playground, neighbour: String) throws {
        let targets = [
            "to-secret": secrets[0], "to-folder": playground.folder.path, "to-zero": "/dev/zero",
            "to-environment": "/proc/self/environ", "to-memory": "/proc/self/mem", "to-descriptor": "/proc/self/fd/2",
            "to-nothing": "/nowhere/at/all", "to-itself": path("link-to-itself"), "up": "../../../../secret-2.xml",
            "to-own-message": path("plain.xml"),
            "to-neighbour": "\(playground.spool)/participants/\(neighbour)/drop",
            "to-ledger": "\(playground.spool)/ledger",
        ]
        for (name, target) in targets {
            XCTAssertEqual(symlink(target, path("link-\(name)")), 0)
            add(Array("link-\(name)".utf8), .refused("not-a-file"))
        }
        let segment = try XCTUnwrap(playground.names("ledger").first { $0.hasSuffix(".jsonl") })
        for (name, target) in [("secret", secrets[1]), ("ledger", "\(playground.spool)/ledger/\(segment)")] {
            XCTAssertEqual(link(target, path("hard-\(name)")), 0, target)
            add(Array("hard-\(name)".utf8), .refused("linked"))
        }
    }

    private mutating func others() throws {
        try makeNamedPipe(path("pipe.xml"))
        add(Array("pipe.xml".utf8), .refused("not-a-file"))
        if Account.current == 0 {
            for (name, kind) in [("zero", S_IFCHR), ("disk", S_IFBLK)] {
                XCTAssertEqual(mknod(path(name), kind | 0o666, 1 << 8 | 5), 0)
                add(Array(name.utf8), .refused("not-a-file"))
            }
        }
        try socket()
        XCTAssertEqual(mkdir(path("folder.xml"), 0o777), 0)
        XCTAssertEqual(mkdir(path("escape\u{1B}[31m"), 0o777), 0)
        try WholeFile.write(Array(Playground.note("in-a-folder").utf8), to: path("folder.xml/inner.xml"))
        add(Array("folder.xml".utf8), .left)
        add(Array("escape\u{1B}[31m".utf8), .left)
    }

    /// A socket's path is short, so it is made elsewhere and renamed.
    private mutating func socket() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(folder.path(of: "s").utf8)) }
        let answer = withUnsafeBytes(of: &address) { raw in
            bind(descriptor, raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
        XCTAssertEqual(answer, 0)
        XCTAssertEqual(rename(folder.path(of: "s"), path("socket.xml")), 0)
        add(Array("socket.xml".utf8), .refused("not-a-file"))
    }

    private mutating func put(
        _ name: String, _ text: String, _ fate: Fate, mode: UInt32 = 0o644, bytes: [UInt8]? = nil, size: Int? = nil
    ) throws {
        let name = bytes ?? Array(name.utf8)
        let folder = try Directory(path: drop)
        let part = fileName(".\(fates.count).part")
        let file = try folder.create(part, mode: 0o600)
        try file.write(Array(text.utf8)[...])
        try file.changeMode(to: mode)
        // A hole up to there.
        if let size { XCTAssertEqual(truncate("\(drop)/\(part.description)", size), 0) }
        try folder.rename(part, to: folder, try XCTUnwrap(FileName(name)))
        add(name, fate)
    }

    private mutating func contents() throws {
        try put("plain.xml", Playground.note("plain"), .accepted)
        try put("empty.xml", "", .refused("empty"))
        try put("cut.xml", "<Note xmlns=\"urn:test:note\"><Id>cut", .refused("incomplete"))
        try put("sparse.xml", Playground.note("sparse"), .refused("too-large"), size: 1 << 40)
        // Root may read everything.
        let unreadable: Fate = Account.current == 0 ? .accepted : .refused("unreadable")
        try put("closed.xml", Playground.note("closed"), unreadable, mode: 0)
        try put("setuid.xml", Playground.note("setuid"), .accepted, mode: 0o6777)
        try put(
            "spoofed.xml", "<Note xmlns=\"urn:test:note\"><Id>spoofed</Id><Sender>nina</Sender><Text/></Note>",
            .refused("sender-mismatch"))
    }

    private mutating func names() throws {
        let odd: [(String, [UInt8])] = [
            ("newline", Array("new\nline.xml".utf8)), ("return", Array("re\r\nturn.xml".utf8)),
            ("bytes", [0xFF, 0xFE, 0x80, 0xC0, 0xAF] + Array(".xml".utf8)), ("dash", Array("--help".utf8)),
            ("escape", Array("\u{1B}[31m\u{1B}]0;x\u{7}\u{9B}2J.xml".utf8)),
            ("quote", Array("\"'`$(id);|&<>.xml".utf8)),
            ("percent", Array("%2e%2e%2f.xml".utf8)), ("dots", Array("x..xml..".utf8)),
            ("blank", Array("  .xml ".utf8)),
            ("bidi", Array("\u{202E}lmx.xml".utf8)), ("delete", [0x7F, 0x01, 0x2E]),
            ("long", [UInt8](repeating: 0x78, count: 251) + Array(".xml".utf8)),
            ("long-bytes", [UInt8](repeating: 0x0A, count: 255)),
        ]
        for (identifier, name) in odd { try put("", Playground.note("name-\(identifier)"), .accepted, bytes: name) }
        for name in [".hidden.xml", ".\u{1B}[31m", "upload.part"] { try put(name, Playground.note("never"), .left) }
    }

    private mutating func identifiers() throws {
        func xml(_ identifier: String) -> String { Playground.note(identifier) }
        func json(_ identifier: String) -> String { #"{"Note":{"Id":"\#(identifier)","Text":"hello"}}"# }
        let long = String(repeating: "abcdefghij", count: 1_000)
        try put("id-path.xml", xml("../../../../etc/passwd"), .accepted)
        try put("id-path.json", json("..\\/..\\/etc\\/shadow"), .accepted)
        try put("id-null.xml", xml("a&#0;b"), .refused("malformed"))
        try put("id-null.json", json("a\\u0000b"), .refused("invalid"))
        try put("id-lines.xml", xml("a&#13;&#10;luova: ready: b"), .accepted)
        try put("id-lines.json", json("a\\r\\nluova: ready: c"), .accepted)
        try put("id-escape.xml", xml("a&#x9b;31mb&#x7f;&#x202e;"), .accepted)
        try put("id-escape.json", json("a\\u001b[31mb\\u0007"), .refused("invalid"))
        try put("id-controls.json", json("\\u009b2J\\u202e\\u2028"), .accepted)
        try put("id-long.xml", xml(long), .refused("limit"))
        try put("id-long.json", json("j" + long), .refused("limit"))
        try put("id-surrogate.json", json("a\\ud800b"), .refused("malformed"))
    }

    /// What comes when the others are decided: one of them again, and another under its id.
    mutating func replay() throws {
        try put("replayed.xml", Playground.note("plain"), .duplicate)
        try put("reused.xml", Playground.note("plain", text: "other"), .refused("id-reused"))
        try put("replayed-path.json", #"{"Note":{"Id":"..\/..\/etc\/shadow","Text":"hello"}}"#, .duplicate)
    }

    /// How many are decided.
    var decided: Int { fates.count { $0.fate != .left } }

    /// Whether nothing is left in the drop folder but what must be.
    var isOver: Bool {
        let left = Set(fates.filter { $0.fate == .left }.map { FileName.escaped($0.name) })
        return (try? Set(TemporaryFolder.names(in: Directory(path: drop)))) == left
    }
}
