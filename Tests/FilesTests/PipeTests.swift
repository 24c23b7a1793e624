// Pipes: one end does not wait, and the end of what was written is seen.

import Files
import XCTest

final class PipeTests: XCTestCase {
    private func read(_ reader: borrowing Descriptor) throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 64)
        return try reader.readAvailable(into: &buffer).map { Array(buffer[..<$0]) }
    }

    func testWhatIsWrittenIsRead() throws {
        let pipe = try Files.Pipe()
        try pipe.writer.write([1, 2, 3])
        try pipe.writer.write([4])
        XCTAssertEqual(try read(pipe.reader), [1, 2, 3, 4])
    }

    func testReadingDoesNotWait() throws {
        let pipe = try Files.Pipe()
        XCTAssertNil(try read(pipe.reader))
        try pipe.writer.write([1])
        XCTAssertEqual(try read(pipe.reader), [1])
        XCTAssertNil(try read(pipe.reader))
    }

    func testTheReaderSeesTheEndOnceTheWriterIsClosed() throws {
        let pipe = try Files.Pipe()
        try pipe.writer.write([7])
        let reader = pipe.takeReader()
        XCTAssertEqual(try read(reader), [7])
        XCTAssertEqual(try read(reader), [])
        XCTAssertEqual(try read(reader), [])
    }
}
