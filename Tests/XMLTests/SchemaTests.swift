// Compiling schemas: what they may read, and what is told when they do not compile.

import Foundation
import Support
import XCTest
import XML

final class SchemaTests: XCTestCase {
    private func schema(_ body: String) -> String { ParserBench.schema(body) }

    /// The problems of the schema `a.xsd` in a folder; empty when it compiles.
    private func problems(_ folder: WrittenFolder, _ name: String = "a.xsd", within: String? = nil) -> [DocumentProblem]
    {
        do throws(SchemaProblems) {
            _ = try Schema(path: "\(folder.path)/\(name)", folder: within ?? folder.path)
            return []
        } catch {
            return error.problems
        }
    }

    private static let type = "<xs:simpleType name='T'><xs:restriction base='xs:string'/></xs:simpleType>"

    func testFilesOfTheSchemasOwnFolderAreRead() throws {
        let folder = try WrittenFolder(with: [
            "a.xsd": schema(
                """
                <xs:include schemaLocation='b.xsd'/><xs:include schemaLocation='below/../below/c.xsd'/>
                <xs:element name='A' type='T'/>
                """
            ),
            "b.xsd": schema("<xs:element name='B' type='T'/>"), "below/c.xsd": schema(Self.type),
        ])
        XCTAssertEqual(problems(folder), [])
    }

    func testNothingOutsideTheSchemasFolderIsRead() throws {
        let folder = try WrittenFolder(with: ["out.xsd": schema(Self.type)])
        for location in [
            "../out.xsd", "\(folder.path)/out.xsd", "file://\(folder.path)/out.xsd", "link.xsd", "b/../../out.xsd",
        ] {
            try folder.write(
                schema("<xs:include schemaLocation='\(location)'/><xs:element name='A' type='T'/>"), to: "in/a.xsd")
            try folder.write("", to: "in/b/nothing")
            try? FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/in/link.xsd", withDestinationPath: "../out.xsd")
            let found = problems(folder, "in/a.xsd")
            XCTAssertTrue(found.contains { $0.text.contains("outside the contract's folder") }, "\(location) \(found)")
            XCTAssertFalse(found.contains { $0.file.isEmpty })
        }
    }

    func testANeighbourFolderWithALongerNameIsOutside() throws {
        let folder = try WrittenFolder(with: [
            "in/a.xsd": schema("<xs:include schemaLocation='../inner/b.xsd'/>"), "inner/b.xsd": schema(Self.type),
        ])
        XCTAssertFalse(problems(folder, "in/a.xsd").isEmpty)
        XCTAssertFalse(problems(folder, "inner/b.xsd", within: "\(folder.path)/in").isEmpty)
    }

    func testNoConnectionIsMade() throws {
        let listener = try Listener()
        let location = "http://127.0.0.1:\(listener.port)/b.xsd"
        let folder = try WrittenFolder()
        for element in [
            "<xs:include schemaLocation='\(location)'/>", "<xs:import namespace='urn:b' schemaLocation='\(location)'/>",
        ] {
            try folder.write(schema("\(element)<xs:element name='A' type='xs:string'/>"), to: "a.xsd")
            let found = problems(folder)
            XCTAssertTrue(found.contains { $0.text.contains(location) }, "\(found)")
        }
        XCTAssertFalse(listener.wasCalled)
    }

    func testMistakesSayFileAndLine() throws {
        let folder = try WrittenFolder(with: [
            "a.xsd": schema("\n<xs:element name='A' type='Missing'/>\n\n<xs:element name='B' type='Lost'/>"),
            "b.xsd": schema("<xs:include schemaLocation='c.xsd'/>"), "c.xsd": schema("\n\n<xs:element name='1'/>"),
        ])
        let mistakes = problems(folder)
        XCTAssertEqual(Set(mistakes.map(\.line)), [2, 4], "\(mistakes)")
        XCTAssertTrue(mistakes.allSatisfy { $0.file == "\(folder.path)/a.xsd" })
        XCTAssertTrue(mistakes.contains { $0.text.contains("Missing") })
        XCTAssertEqual(problems(folder, "b.xsd").first.map { "\($0.file):\($0.line)" }, "\(folder.path)/c.xsd:3")
    }

    func testWhatIsNoSchemaIsAProblem() throws {
        let folder = try WrittenFolder(with: ["empty.xsd": "", "other.xsd": "<a/>", "text.xsd": "text"])
        for name in ["empty.xsd", "other.xsd", "text.xsd", "missing.xsd", ""] {
            XCTAssertFalse(problems(folder, name).isEmpty, name)
        }
    }

    func testASchemaMayBeNamedThroughALinkToItsFolder() throws {
        let folder = try WrittenFolder(with: [
            "real/a.xsd": schema("<xs:include schemaLocation='b.xsd'/>"), "real/b.xsd": schema(Self.type),
        ])
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "real")
        XCTAssertEqual(problems(folder, "link/a.xsd"), [])
        XCTAssertEqual(problems(folder, "link/a.xsd", within: "\(folder.path)/link"), [])
    }

    func testASchemaInMemoryReadsNoFile() throws {
        let folder = try WrittenFolder(with: ["b.xsd": schema(Self.type)])
        let text = schema("<xs:include schemaLocation='\(folder.path)/b.xsd'/>")
        XCTAssertThrowsError(try Schema(bytes: Array(text.utf8), name: "a.xsd"))
        XCTAssertNoThrow(try Schema(bytes: Array(schema(Self.type).utf8), name: "a.xsd"))
    }

    func testSchemasMayBeCompiledAtTheSameTime() throws {
        let folders = try (0..<8).map { place in
            try WrittenFolder(with: [
                "a.xsd": schema("<xs:include schemaLocation='b.xsd'/><xs:element name='A\(place)' type='T'/>"),
                "b.xsd": schema(place % 2 == 0 ? Self.type : "<xs:element name='1'/>"),
            ])
        }
        let paths = folders.map(\.path)
        let failures = Failures()
        DispatchQueue.concurrentPerform(iterations: 64) { round in
            let place = round % paths.count
            let compiles = (try? Schema(path: "\(paths[place])/a.xsd", folder: paths[place])) != nil
            if compiles != (place % 2 == 0) { failures.add() }
        }
        XCTAssertEqual(failures.count, 0)
    }

    func testWhatIsRefusedIsToldOfTheSchemaThatAskedForIt() throws {
        let folders = try (0..<8).map { place in
            try WrittenFolder(with: ["a.xsd": schema("<xs:include schemaLocation='../out-\(place).xsd'/>")])
        }
        let paths = folders.map(\.path)
        let failures = Failures()
        DispatchQueue.concurrentPerform(iterations: 64) { round in
            let place = round % paths.count
            do throws(SchemaProblems) {
                _ = try Schema(path: "\(paths[place])/a.xsd", folder: paths[place])
                failures.add()
            } catch {
                let refused = error.problems.filter { $0.text.contains("lies outside") }
                if refused.isEmpty || !refused.allSatisfy({ $0.text.contains("out-\(place).xsd") }) { failures.add() }
            }
        }
        XCTAssertEqual(failures.count, 0)
    }
}
