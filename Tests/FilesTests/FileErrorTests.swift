// Errors for people: the path, what could not be done, why, and what to do.

import Files
import Glibc
import XCTest

final class FileErrorTests: XCTestCase {
    func testAnErrorIsOneSentence() {
        let error = FileError(.open, "/var/spool/luova/lock", .noSuchFile)
        XCTAssertEqual(
            error.description,
            "/var/spool/luova/lock: cannot open: No such file or directory; create it, or correct the path")
    }

    func testARemedyIsNamedWhereThereIsOne() {
        for number in [ENOENT, EACCES, EPERM, EEXIST, ENOSPC, EMFILE, ENFILE, EROFS] {
            XCTAssertTrue(FileError(.write, "a", Errno(number)).description.contains("; "), "\(number)")
        }
        XCTAssertFalse(FileError(.write, "a", Errno(EIO)).description.contains(";"))
    }

    func testAMissingRightIsOneOfTheAccountThatRunsTheProgram() {
        // Not of the daemon's: people read the ledger with their own accounts.
        XCTAssertEqual(
            FileError(.open, "spool/ledger", Errno(EACCES)).description,
            "spool/ledger: cannot open: Permission denied; give the account that this runs as the right to it")
    }

    func testTheLimitsOfWatchesAreNoMatterOfTheDiskOrOfOpenFiles() {
        XCTAssertEqual(
            FileError(.watch, "drop", Errno(ENOSPC)).description,
            "drop: cannot watch: No space left on device; raise fs.inotify.max_user_watches")
        XCTAssertEqual(
            FileError(.watch, "inotify", Errno(EMFILE)).description,
            "inotify: cannot watch: Too many open files; raise fs.inotify.max_user_instances, or the limit of open files"
        )
    }

    func testEveryErrorIsOnOneLine() {
        let codes: [FileError.Code] = [
            .open, .create, .read, .write, .status, .list, .rename, .remove, .synchronize, .makeDirectory, .lock,
            .lease, .changeOwner, .map, .watch, .launch, .notify, .listen, .connect,
        ]
        var texts = Set<String>()
        for code in codes {
            let text = FileError(code, "a", Errno(EIO)).description
            XCTAssertFalse(text.contains("\n"))
            XCTAssertTrue(text.hasPrefix("a: cannot "))
            texts.insert(text)
        }
        XCTAssertEqual(texts.count, codes.count)
    }
}
