// Read leases: who tells that nobody writes, and what happens when somebody wants to.

import Dispatch
import Files
import Foundation
import Glibc
import Support
import XCTest

final class LeaseTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws {
        // Somebody who waits on our lease raises SIGIO, which would end us.
        ProcessSettings.ignoreSignals()
        folder = try TemporaryFolder()
        try folder.write("one", to: "a")
    }

    override func tearDown() { folder.remove() }

    func testALeaseIsHeldWhenNobodyWrites() throws {
        let file = try directory.open(fileName("a"))
        XCTAssertFalse(try file.stillHoldsLease())
        XCTAssertEqual(file.takeReadLease(), .held)
        XCTAssertTrue(try file.stillHoldsLease())
        file.releaseLease()
        XCTAssertFalse(try file.stillHoldsLease())
    }

    func testAWriterIsSeen() throws {
        let writer = try directory.openOrCreate(fileName("a"), mode: 0o600)
        let file = try directory.open(fileName("a"))
        XCTAssertEqual(file.takeReadLease(), .writerPresent)
        XCTAssertFalse(try file.stillHoldsLease())
        try writer.write([1])
    }

    func testALeaseIsHeldOnceTheWriterIsGone() throws {
        let file = try directory.open(fileName("a"))
        do {
            let writer = try directory.openOrCreate(fileName("a"), mode: 0o600)
            XCTAssertEqual(file.takeReadLease(), .writerPresent)
            try writer.write([1])
        }
        XCTAssertEqual(file.takeReadLease(), .held)
    }

    func testReadersDoNotDisturbALease() throws {
        let file = try directory.open(fileName("a"))
        XCTAssertEqual(file.takeReadLease(), .held)
        let other = try directory.open(fileName("a"))
        XCTAssertEqual(try other.read(count: 3, at: 0), Array("one".utf8))
        XCTAssertEqual(other.takeReadLease(), .held)
        XCTAssertTrue(try file.stillHoldsLease())
    }

    func testThereIsNoLeaseOnAPipe() throws {
        try makeNamedPipe(folder.path(of: "pipe"))
        XCTAssertEqual(try directory.open(fileName("pipe")).takeReadLease(), .unavailable)
    }

    func testThereIsNoLeaseOnAnotherAccountsFile() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs root
        }
        let directory = self.directory
        let lease = try OtherAccount.run { try directory.open(fileName("a")).takeReadLease() }
        XCTAssertEqual(lease, .unavailable)
    }

    func testWhoWaitsToWriteBreaksTheLeaseAndGoesOnLater() throws {
        let file = try directory.open(fileName("a"))
        XCTAssertEqual(file.takeReadLease(), .held)
        let path = folder.path(of: "a")
        let opened = DispatchSemaphore(value: 0)
        let writer = Thread {
            let number = Glibc.open(path, O_WRONLY)
            if number >= 0 { close(number) }
            opened.signal()
        }
        writer.start()
        XCTAssertTrue(try eventually { try !file.stillHoldsLease() })
        // It waits for us: nothing is written yet.
        XCTAssertEqual(opened.wait(timeout: .now()), .timedOut)
        file.releaseLease()
        XCTAssertEqual(opened.wait(timeout: .now() + 5), .success)
        XCTAssertEqual(file.takeReadLease(), .held)
    }

    func testWhoWillNotWaitBreaksTheLeaseToo() throws {
        let file = try directory.open(fileName("a"))
        XCTAssertEqual(file.takeReadLease(), .held)
        XCTAssertEqual(Glibc.open(folder.path(of: "a"), O_WRONLY | O_NONBLOCK), -1)
        XCTAssertFalse(try file.stillHoldsLease())
    }

    func testClosingLetsGoOfTheLease() throws {
        do {
            let file = try directory.open(fileName("a"))
            XCTAssertEqual(file.takeReadLease(), .held)
        }
        let number = Glibc.open(folder.path(of: "a"), O_WRONLY | O_NONBLOCK)
        XCTAssertGreaterThanOrEqual(number, 0)
        if number >= 0 { close(number) }
    }
}
