// A large file is written back piece by piece, and nothing depends on that.

#if DEBUG
    import Files
    import Support
    import XCTest

    final class WritebackTests: XCTestCase {
        private var folder: TemporaryFolder!

        override func setUpWithError() throws { folder = try TemporaryFolder() }

        override func tearDown() { folder.remove() }

        /// How often the kernel is told while a file of so many bytes grows by `step`.
        private func calls(size: Int64, step: Int64) throws -> Int {
            let trace = "trace-\(size)-\(step)"
            XCTAssertTrue(FaultSeam.install("", trace: folder.path(of: trace)))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            let file = try folder.directory.create(fileName("file-\(size)-\(step)"), mode: 0o600)
            var writeback = Writeback()
            for end in stride(from: step, through: size, by: Int64.Stride(step)) { writeback.reach(end, of: file) }
            XCTAssertTrue(FaultSeam.install(""))
            return try folder.read(trace).split(separator: "\n").count { $0.hasPrefix("looks writeback ") }
        }

        func testTellsTheKernelOnceForEachMegabyte() throws {
            XCTAssertEqual(try calls(size: 10 << 20, step: 1 << 16), 10)
            XCTAssertEqual(try calls(size: 10 << 20, step: 5 << 20), 2)
        }

        func testASmallFileIsLeftToItsSync() throws {
            XCTAssertEqual(try calls(size: 1_000_000, step: 1_000), 0)
        }

        func testAFailureIsLeftToTheSyncAsWell() throws {
            XCTAssertTrue(FaultSeam.install("writeback=EIO"))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            let file = try folder.directory.create(fileName("file"), mode: 0o600)
            var writeback = Writeback()
            try file.write([UInt8](repeating: 7, count: 2 << 20)[...])
            writeback.reach(2 << 20, of: file)
            try file.synchronizeData()
            XCTAssertEqual(try file.read(count: 3 << 20, at: 0), [UInt8](repeating: 7, count: 2 << 20))
        }
    }
#endif
