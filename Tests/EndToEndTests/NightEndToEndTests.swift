// A night is played: a receiver is down, the table is reloaded badly, the disk is full, a partner is silent, another sends
// what is wrong, an agreement comes to its end. Every alarm comes and goes once, nothing is lost, and whoever asks is told
// how it is. LUOVA_ENDURANCE=full plays it minute by minute with more traffic, which takes some minutes.

import Files
import Foundation
import Support
import XCTest

final class NightEndToEndTests: XCTestCase {
    /// Between two looks, in minutes.
    private let step = Endurance.isFull ? 1 : 5
    private let messages = Endurance.isFull ? 25 : 2

    func testOfANightOfFailuresEveryAlarmComesAndGoesOnceAndNothingIsLost() throws {
        // Only root can have a disk that is full; for others there is a table that wants more room than there is.
        let disk = LoopFileSystem.obstacle(.ext4) == nil ? try LoopFileSystem(.ext4, megabytes: 192) : nil
        defer { disk?.remove() }
        let night = try NightTrial(spool: disk.map { "\($0.path)/spool" })
        defer { night.remove() }
        try night.start()
        // Whoever was never heard of is silent.
        try traffic(night)
        try night.look()

        try quiet(night, minutes: 60)
        try receiverIsDown(night)
        try quiet(night, minutes: 30)
        try tableIsReloadedBadly(night)
        try agreementComesToItsEnd(night)
        try diskIsFull(night, disk)
        try partnerSendsWhatIsWrong(night)
        try partnerIsSilent(night)
        try quiet(night, minutes: 30)

        XCTAssertEqual(night.stop(), 0)
        try nothingIsLost(night)
        try everyAlarmCameAndWentOnce(night)
    }

    /// Traffic in all flows.
    private func traffic(_ night: NightTrial, notice: Bool = true) throws {
        for _ in 0..<messages { try night.send(from: "alice") }
        try night.send(from: "eve")
        if notice { try night.send(from: "dora") }
    }

    private func quiet(_ night: NightTrial, minutes: Int) throws {
        try night.pass(minutes: minutes, step: step) { try traffic(night) }
        try night.sendAgain()
        try night.look()
    }

    private func receiverIsDown(_ night: NightTrial) throws {
        let before = night.failedTries
        try night.close()
        try night.send(from: "alice")
        XCTAssertTrue(eventually(within: 60) { night.failedTries >= before + 3 })
        night.alarms = ["receiver-down bob"]
        try night.look()
        try night.pass(minutes: 60, step: step) { try traffic(night) }
        try night.open()
        XCTAssertTrue(eventually(within: 60) { night.taken.count == night.accepted["alice"]?.count })
        try night.look()
        try night.pass(minutes: 5, step: step, ending: ["receiver-down bob"])
    }

    private func tableIsReloadedBadly(_ night: NightTrial) throws {
        try night.reloadBadly()
        try night.pass(minutes: 30, step: step) { try traffic(night) }
        // The mistake is taken out, and the table is as it was.
        try night.reload()
        try night.look()
    }

    /// At midnight its last day is two days away.
    private func agreementComesToItsEnd(_ night: NightTrial) throws {
        try night.pass(untilChangeOf: "agreement-ending A-1", atMost: 120, step: step)
        try traffic(night)
        try night.pass(minutes: 15, step: step) { try traffic(night) }
        night.table.lastDay = NightTrial.day(after: 500)
        try night.reload()
        night.alarms = []
        try night.look()
    }

    private func diskIsFull(_ night: NightTrial, _ disk: LoopFileSystem?) throws {
        let usual = night.table
        night.table.dropAge = "15min"
        if disk == nil { (night.table.minimumFree, night.table.alarmFree) = ("900000GB", "900000GB") }
        let filler = disk.map { "\($0.path)/filler" }
        if let disk, let filler {
            let free = try XCTUnwrap(Directory(path: disk.path).space()).freeBytes
            try LoopFileSystem.run("/usr/bin/fallocate", ["-l", "\(free - 2_500_000)", filler])
        }
        try night.reload()
        // What is sent before the lack was noticed may be taken still.
        var last = 0
        XCTAssertTrue(
            try eventually(within: 60) {
                last += 1
                try night.send(from: "alice")
                return try eventually(within: 2) {
                    (try night.status()["state"] as? String ?? "").hasPrefix("paused: ")
                }
            })
        try settle(night)
        night.faults = ["space"]
        night.alarms = ["disk-low spool", "fault space", "drop-old alice"]
        for _ in 0..<messages { try night.send(from: "alice", isTaken: false) }
        try night.look()
        try night.pass(minutes: 10, step: step) { try night.send(from: "alice", isTaken: false) }
        XCTAssertGreaterThanOrEqual(night.inDrop.count, messages + 2)

        if let filler { XCTAssertEqual(unlink(filler), 0) }
        (night.table.minimumFree, night.table.alarmFree) = (usual.minimumFree, usual.alarmFree)
        if disk == nil { try night.reload() }
        night.takesWhatWaited()
        night.faults = []
        try night.look()
        try night.pass(minutes: 5, step: step, ending: night.alarms)
        night.table = usual
        try night.reload()
    }

    /// Finds out which of the orders were not taken any more when the room had become too little.
    private func settle(_ night: NightTrial) throws {
        let left = Set(night.playground.names("participants/alice/drop"))
        for identifier in night.accepted["alice"] ?? [] {
            let number = identifier.dropFirst(6)
            if left.contains("\(number).xml") || left.contains("\(number).json") { night.staysInDrop(identifier) }
        }
    }

    private func partnerSendsWhatIsWrong(_ night: NightTrial) throws {
        try night.pass(minutes: 30, step: step) { try traffic(night) }
        for _ in 0..<20 * messages { try night.sendInvalid() }
        night.alarms = ["refusals eve"]
        try night.look()
        try night.pass(minutes: 50, step: step) { try night.send(from: "dora") }
        try night.send(from: "dora")
        try night.pass(untilChangeOf: "refusals eve", atMost: 30, step: step)
    }

    private func partnerIsSilent(_ night: NightTrial) throws {
        try night.send(from: "dora")
        try night.look()
        try night.pass(minutes: 50, step: step) { try traffic(night, notice: false) }
        try night.pass(untilChangeOf: "partner-silent dora/notices", atMost: 30, step: step)
        try night.pass(minutes: 60, step: step) { try traffic(night, notice: false) }
        try night.send(from: "dora")
        night.alarms = []
        try night.look()
    }

    private func nothingIsLost(_ night: NightTrial) throws {
        let playground = night.playground
        let (code, output, error) = try playground.luova(["verify", "--spool", playground.spool])
        XCTAssertEqual(code, 0, output + error)
        let accepted = try playground.events("accepted")
        XCTAssertEqual(
            accepted.compactMap { $0["message_id"] as? String }.sorted(), night.accepted.values.joined().sorted())
        let deliveries = accepted.compactMap { $0["id"] as? String }.sorted()
        XCTAssertEqual(try playground.events("delivered").compactMap { $0["of"] as? String }.sorted(), deliveries)
        let orders = accepted.filter { $0["from"] as? String == "alice" }.compactMap { $0["id"] as? String }
        XCTAssertEqual(night.taken.sorted(), orders.sorted())
        XCTAssertEqual(playground.pickup("carol").count, deliveries.count - orders.count)
        XCTAssertEqual(playground.pickup("alice").count, orders.count + night.duplicates, "a receipt of each")
        XCTAssertEqual(playground.pickup("eve").count, night.invalid)
        XCTAssertEqual(playground.names("refused/eve").count, night.invalid)
        for participant in ["alice", "dora", "eve"] {
            XCTAssertEqual(playground.names("participants/\(participant)/drop"), [])
            XCTAssertEqual(playground.names("taken/\(participant)"), [])
        }
    }

    private func everyAlarmCameAndWentOnce(_ night: NightTrial) throws {
        let alarms = [
            "receiver-down bob", "agreement-ending A-1", "disk-low spool", "fault space", "drop-old alice",
            "refusals eve", "partner-silent dora/notices",
        ]
        XCTAssertEqual(try night.heard(), Dictionary(uniqueKeysWithValues: alarms.map { ($0, ["begins", "ends"]) }))
        let log = night.playground.log.split(separator: "\n")
        for alarm in alarms where !alarm.hasPrefix("fault ") {
            XCTAssertEqual(log.count { $0.contains("alarm: \(alarm): ") }, 1, alarm)
            XCTAssertEqual(log.count { $0.contains("alarm over after ") && $0.hasSuffix(": \(alarm)") }, 1, alarm)
        }
        XCTAssertEqual(log.count { $0.contains("fault: ") }, 1)
        XCTAssertEqual(log.count { $0.contains(" over after ") && !$0.contains("alarm over") }, 1)
    }
}
