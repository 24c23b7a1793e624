// The clock of a night that is played: it stands, but for the time that the trial itself takes, until it is told to go on.

import Files
import Foundation
import Support
import XCTest

/// A clock that a daemon follows. It begins on the evening of the day after tomorrow: always ahead of the kernel's, so that
/// files never come from the future.
final class NightClock {
    private let file: FileHandle
    private var ahead: Int64
    /// What a daemon that follows it is started with.
    let environment: [String: String]

    /// - Parameter hour: what it shows at first, universal time.
    init(in folder: TemporaryFolder, hour: Int64) throws {
        ahead = (DayClock().midnight + hour * 3_600) * 1_000_000_000 - Clock.realtime()
        try folder.write("", to: "clock")
        environment = ["LUOVA_CLOCK_FILE": folder.path(of: "clock")]
        file = try XCTUnwrap(FileHandle(forWritingAtPath: folder.path(of: "clock")))
        try show()
    }

    /// The time passes.
    func pass(minutes: Int) throws {
        ahead += Int64(minutes) * 60_000_000_000
        try show()
    }

    private func show() throws {
        try file.seek(toOffset: 0)
        try file.write(contentsOf: withUnsafeBytes(of: ahead) { Data($0) })
    }
}
