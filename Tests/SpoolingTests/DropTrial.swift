// What the tests of drop files share: a drop folder, rules, and answers that can be compared.

import Files
import Messages
import Spooling
import Support
import XCTest

/// What a look at a name in a drop folder found, without the file itself.
enum Look: Equatable {
    case ready(leased: Bool)
    case notYet
    case gone
    case folder
    case refused(Reason)

    init(_ answer: consuming DropAnswer) {
        switch consume answer {
        case .ready(let file): self = .ready(leased: file.isLeased)
        case .notYet(_): self = .notYet
        case .gone: self = .gone
        case .folder: self = .folder
        case .refused(let refusal, _): self = .refused(refusal.reason)
        }
    }
}

/// A drop folder and a `taken/` folder beside it.
struct DropTrial: Sendable {
    /// The test's folder.
    let folder: TemporaryFolder
    let drop: Directory
    let taken: Directory
    let keeper = CustodyKeeper(tokens: TokenSource(startedAt: Clock.realtime()))

    init() throws(FileError) {
        // Somebody who waits on our lease raises SIGIO, which would end us.
        ProcessSettings.ignoreSignals()
        folder = try TemporaryFolder()
        drop = try folder.makeFolder("drop")
        taken = try folder.makeFolder("taken")
        try drop.change(owner: nil, group: nil, mode: 0o777)
    }

    /// Rules that let everything in at once; `settle` in nanoseconds.
    static func rules(
        owner: UInt32? = nil, largest: Int64 = 1_000, settle: Int64 = 0, wasClosed: Bool = false
    ) -> DropRules {
        DropRules(owner: owner, largest: largest, settle: settle, wasClosed: wasClosed)
    }

    /// Puts a file into the drop.
    func put(_ text: String, _ name: String = "m.xml", mode: UInt32 = 0o644) throws(FileError) {
        try folder.write(text, to: "drop/\(name)", mode: mode)
    }

    /// What the kernel says of a file in the drop.
    func status(_ name: String = "m.xml") throws(FileError) -> FileStatus? { try drop.status(of: fileName(name)) }

    /// Looks at a name, `later` nanoseconds after its file was changed.
    func look(_ name: String = "m.xml", _ rules: DropRules = rules(), later: Int64 = 0) throws(FileError) -> Look {
        let changed = try status(name)?.changed ?? 0
        return Look(try DropFile.open(fileName(name), in: drop, rules: rules, now: changed + later))
    }

    /// Opens a file that is ready.
    func open(_ name: String = "m.xml") throws -> DropFile {
        let answer = try DropFile.open(fileName(name), in: drop, rules: DropTrial.rules(), now: Clock.realtime())
        switch consume answer {
        case .ready(let file): return file
        default: throw NotReady()
        }
    }

    /// Looks at a name in `taken/`.
    func lookInTaken(_ name: String, _ rules: DropRules = rules()) throws(FileError) -> Look {
        Look(try DropFile.open(fileName(name), in: taken, isTaken: true, rules: rules, now: Clock.realtime()))
    }

    /// Opens a file in `taken/` that is ready.
    func openTaken(_ name: String) throws -> DropFile {
        let answer = try DropFile.open(
            fileName(name), in: taken, isTaken: true, rules: DropTrial.rules(), now: Clock.realtime())
        switch consume answer {
        case .ready(let file): return file
        default: throw NotReady()
        }
    }

    /// Moves a file to `taken/`, which must work.
    func stage(_ file: borrowing DropFile, for group: UInt32? = nil) throws -> TakenName {
        guard case .staged(let name) = try keeper.stageMove(file, from: drop, to: taken, group: group) else {
            throw NotReady()
        }
        return name
    }

    /// Opens a file that is ready without its lease, so that others may write it: as an account that does not own it.
    func openUnleased(_ name: String = "m.xml") throws -> DropFile {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can read files of another account")  // reason: needs root
        }
        return try OtherAccount.run { try open(name) }
    }

    /// A file was not ready where the test needs it to be.
    struct NotReady: Error {}

    /// Gives a file in the drop to another account, as a sender's file is.
    func giveAway(_ name: String) throws(FileError) {
        try drop.openOrCreate(fileName(name), mode: 0o644).changeOwner(
            to: OtherAccount.identifier, group: OtherAccount.identifier)
    }

    func namesInDrop() throws(FileError) -> [String] { try TemporaryFolder.names(in: drop) }

    func namesInTaken() throws(FileError) -> [String] { try TemporaryFolder.names(in: taken) }
}
