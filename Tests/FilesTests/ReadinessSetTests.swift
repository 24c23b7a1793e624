// Waiting on many descriptors at once: which of them are readable, and that none is heard of after it left.

import Files
import Support
import XCTest

final class ReadinessSetTests: XCTestCase {
    func testNothingIsReadyInAnEmptySet() throws {
        let set = try ReadinessSet()
        XCTAssertEqual(set.ready(), [])
    }

    func testWhatHasBytesIsReady() throws {
        let set = try ReadinessSet()
        let first = try Files.Pipe()
        let second = try Files.Pipe()
        try set.add(first.reader.waitable)
        try set.add(second.reader.waitable)
        XCTAssertEqual(set.ready(), [])
        try second.writer.write([1])
        XCTAssertEqual(set.ready(), [second.reader.waitable])
        // It stays ready until it is read.
        XCTAssertEqual(set.ready(), [second.reader.waitable])
        try first.writer.write([1])
        XCTAssertEqual(Set(set.ready()), [first.reader.waitable, second.reader.waitable])
        var buffer = [UInt8](repeating: 0, count: 8)
        XCTAssertEqual(try second.reader.readAvailable(into: &buffer), 1)
        XCTAssertEqual(set.ready(), [first.reader.waitable])
    }

    func testWhatIsAtItsEndIsReady() throws {
        let set = try ReadinessSet()
        let pipe = try Files.Pipe()
        try set.add(pipe.reader.waitable)
        let reader = pipe.takeReader()
        XCTAssertEqual(set.ready(), [reader.waitable])
    }

    func testWhatLeftIsNotHeardOf() throws {
        let set = try ReadinessSet()
        let pipe = try Files.Pipe()
        try set.add(pipe.reader.waitable)
        try pipe.writer.write([1])
        set.remove(pipe.reader.waitable)
        XCTAssertEqual(set.ready(), [])
        set.remove(pipe.reader.waitable)
    }

    func testASetInASetIsReadyWhileAMemberIs() throws {
        let outer = try ReadinessSet()
        let inner = try ReadinessSet()
        let pipe = try Files.Pipe()
        try outer.add(inner.waitable)
        try inner.add(pipe.reader.waitable)
        XCTAssertEqual(outer.ready(), [])
        try pipe.writer.write([1])
        XCTAssertEqual(outer.ready(), [inner.waitable])
        inner.remove(pipe.reader.waitable)
        XCTAssertEqual(outer.ready(), [])
    }

    func testAProcessIsReadyWhenItHasEnded() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let set = try ReadinessSet()
        let trial = try ChildTrial(script: "exit 4", in: folder)
        try set.add(trial.child.waitable)
        XCTAssertTrue(eventually { set.ready() == [trial.child.waitable] })
        XCTAssertEqual(trial.child.end(), .exited(4))
    }

    func testManyAreToldSixtyFourAtATime() throws {
        let set = try ReadinessSet()
        var pipes: [Owned] = []
        for _ in 0..<100 {
            let pipe = Owned(try Files.Pipe())
            try set.add(pipe.pipe.reader.waitable)
            try pipe.pipe.writer.write([1])
            pipes.append(pipe)
        }
        var found = Set(set.ready())
        XCTAssertEqual(found.count, 64)
        // The kernel takes turns, so that none is forgotten.
        found.formUnion(set.ready())
        XCTAssertEqual(found, Set(pipes.map { $0.pipe.reader.waitable }))
    }

    /// A pipe that an array can hold.
    private final class Owned {
        let pipe: Files.Pipe
        init(_ pipe: consuming Files.Pipe) { self.pipe = pipe }
    }

    func testWhatIsNoDescriptorIsRefused() throws {
        let set = try ReadinessSet()
        XCTAssertEqual(causeOfFailure { try set.add(-1) }?.number, 9)
        let pipe = try Files.Pipe()
        try set.add(pipe.reader.waitable)
        XCTAssertEqual(causeOfFailure { try set.add(pipe.reader.waitable) }, .fileExists)
    }
}
