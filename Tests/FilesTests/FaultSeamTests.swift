// The fault seam makes calls to the kernel go wrong where a rule says so, and nowhere else.

#if DEBUG
    import Files
    import Support
    import XCTest

    final class FaultSeamTests: XCTestCase {
        private func withRules(_ rules: String, trace: String? = nil, _ body: (TemporaryFolder) throws -> Void) throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            XCTAssertTrue(FaultSeam.install(rules, trace: trace.map { folder.path(of: $0) }))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            try body(folder)
        }

        func testFailsOnlyTheUseThatTheRuleNames() throws {
            try withRules("create#2=ENOSPC") { folder in
                _ = try folder.directory.create(fileName("first"), mode: 0o600)
                XCTAssertEqual(
                    causeOfFailure { _ = try folder.directory.create(fileName("second"), mode: 0o600) }, Errno(28))
                _ = try folder.directory.create(fileName("third"), mode: 0o600)
                XCTAssertEqual(try folder.names(), ["first", "third"])
            }
        }

        func testFailsOnlyWhereThePathHasThePart() throws {
            try withRules("rename@/left/=EIO") { folder in
                for name in ["left", "right"] {
                    let sub = try folder.makeFolder(name)
                    _ = try sub.create(fileName("a"), mode: 0o600)
                    let cause = causeOfFailure { try sub.rename(fileName("a"), to: sub, fileName("b")) }
                    XCTAssertEqual(cause, name == "left" ? Errno(5) : nil)
                }
            }
        }

        func testAShortWriteIsContinued() throws {
            try withRules("write#1-3=short") { folder in
                let file = try folder.directory.create(fileName("a"), mode: 0o600)
                try file.write(Array("a text of some length".utf8)[...])
                XCTAssertEqual(try folder.read("a"), "a text of some length")
            }
        }

        func testAnInterruptedCallIsMadeAgain() throws {
            try withRules("fdatasync#1-5=EINTR") { folder in
                try folder.directory.create(fileName("a"), mode: 0o600).synchronizeData()
            }
        }

        func testACallThatIsLeftOutSaysThatItWasDone() throws {
            try withRules("unlink=skip") { folder in
                _ = try folder.directory.create(fileName("a"), mode: 0o600)
                XCTAssertTrue(try folder.directory.remove(fileName("a")))
                XCTAssertEqual(try folder.names(), ["a"])
            }
        }

        func testNotesEveryCall() throws {
            try withRules("", trace: "trace") { folder in
                try folder.directory.create(fileName("a"), mode: 0o600).synchronizeData()
                _ = try folder.directory.status(of: fileName("a"))
                // Else to read the trace would make it longer.
                XCTAssertTrue(FaultSeam.install(""))
                let lines = try folder.read("trace").split(separator: "\n").map { $0.split(separator: " ") }
                XCTAssertEqual(
                    lines.map { $0.prefix(2).joined(separator: " ") },
                    ["changes create", "changes fdatasync", "looks fstatat"])
                XCTAssertTrue(lines.allSatisfy { $0[2].hasSuffix("/a") })
            }
        }

        func testRefusesWhatIsNoRule() {
            let wrong = [
                "create", "=kill", "paint=kill", "create=", "create=paint", "create#x=kill", "create#3-1=kill", "*=cut",
            ]
            for text in wrong {
                XCTAssertFalse(FaultSeam.install(text), text)
            }
            for text in ["*#17=kill", "write,rename@ledger/#2-=EIO;all=EINTR", "*#1=commit-cut:/nowhere"] {
                XCTAssertTrue(FaultSeam.install(text), text)
            }
            XCTAssertTrue(FaultSeam.install(""))
        }
    }
#endif
