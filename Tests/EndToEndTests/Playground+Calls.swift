import Foundation
import Support
import XCTest

extension Playground {
    /// How many calls that change the disk a start makes until it is ready. Only a program built for tests counts them.
    func callsOfAStart(options: [String]) throws -> Int {
        let daemon = try start(environment: ["LUOVA_FAULT_TRACE": folder.path(of: "trace")], options: options)
        let calls = try folder.read("trace").split(separator: "\n").count { $0.hasPrefix("changes ") }
        XCTAssertEqual(stop(daemon), 0)
        return calls
    }
}
