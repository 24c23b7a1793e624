// The operator's guide, luova-operating(7), has a heading for every alarm and every fault, and for nothing else.

import Files
import Messages
import Support
import XCTest

@testable import Operating
@testable import Relaying

final class OperatingGuideTests: XCTestCase {
    /// Every fault. The switch does not compile when there is a new one: then it belongs into the list, and into the guide.
    private let faults: [Fault] = {
        let all: [Fault] = [
            .space, .readOnly, .taking, .committing, .placing, .leftOver, .indexing, .clock, .held, .paused, .accounts,
            .watching, .folder(ParticipantIdentifier("alice")),
        ]
        for fault in all {
            switch fault {
            case .space, .readOnly, .taking, .committing, .placing, .leftOver, .indexing, .clock, .held, .paused,
                .accounts, .watching, .folder:
                break
            }
        }
        return all
    }()

    private func guide() throws -> String {
        let path = "\(ProjectFiles.root)/Sources/luova/Manual/luova-operating.7"
        return String(decoding: try WholeFile.read(path), as: UTF8.self)
    }

    /// A section's own headings, with the text of each.
    private func headings(of section: String) throws -> [String: String] {
        let sections = try guide().components(separatedBy: "\n.Sh ")
        let text = try XCTUnwrap(sections.first { $0.hasPrefix("\(section)\n") })
        return text.components(separatedBy: "\n.Ss ").dropFirst().reduce(into: [:]) { found, part in
            found[String(part.prefix { $0 != "\n" })] = part
        }
    }

    func testEveryAlarmHasItsHeadingWithWhereToLookAndWhatToDo() throws {
        let headings = try headings(of: "ALARMS")
        XCTAssertEqual(Set(headings.keys), Set(Alarm.Kind.allCases.map(\.rawValue)))
        for (name, text) in headings where name != Alarm.Kind.fault.rawValue {
            XCTAssertTrue(text.contains("\nLook: ") || text.contains("\nLook:\n"), name)
            XCTAssertTrue(text.contains("\nDo: "), name)
        }
    }

    func testEveryFaultHasItsHeading() throws {
        XCTAssertEqual(Set(try headings(of: "FAULTS").keys), Set(faults.map(\.name)))
    }

    func testTheFaultsThatPauseTakingAreThoseThatAreSaidTo() throws {
        let text = try XCTUnwrap(try guide().components(separatedBy: "\n.Sh FAULTS\n").dropFirst().first)
        let sentence = try XCTUnwrap(text.components(separatedBy: "nothing is taken until it is over").first)
        for fault in faults {
            XCTAssertEqual(
                sentence.components(separatedBy: "With\n").last?.contains(fault.name), fault.pausesTaking, fault.name)
        }
    }

    func testTheFaultsAreNamedWhereTheMetricsAreDescribed() throws {
        let path = "\(ProjectFiles.root)/Sources/luova/Manual/luova-metrics.7"
        let page = String(decoding: try WholeFile.read(path), as: UTF8.self)
        let entry = try XCTUnwrap(page.components(separatedBy: "\n.It Li fault\n").last)
        let names = try XCTUnwrap(entry.components(separatedBy: "\nwith the participant").first)
        for fault in faults { XCTAssertTrue(names.contains(fault.name), fault.name) }
    }
}
