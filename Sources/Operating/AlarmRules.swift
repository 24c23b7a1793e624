import Files
import Messages
import Recording
import Relaying
import Routing

/// Finds out which alarms are there. Pure but for the time zone of the process.
struct AlarmRules {
    /// So long after a start nothing is said of what is old: it has waited for the service itself.
    private static let grace: Int64 = 120_000_000_000
    private static let minute: Int64 = 60_000_000_000
    private static let day: Int64 = 86_400_000_000_000

    let observation: Observation
    /// What is known of the time before too, and since when.
    let tally: LedgerTally
    let since: Timestamp
    /// What was decided in the last hour.
    let hour: [ParticipantIdentifier: RefusalWindow.Count]
    /// What operators let go on before the start, and when.
    let resumed: [PauseScope: Timestamp]

    private var thresholds: AlarmThresholds { observation.table.settings.alarms }
    private var isFresh: Bool { observation.time.nanoseconds - observation.startedAt.nanoseconds < AlarmRules.grace }

    /// What there is now.
    func findings() -> [Alarm.Key: AlarmFinding] {
        var found: [Alarm.Key: AlarmFinding] = [:]
        findReceivers(&found)
        findDrops(&found)
        findDisk(&found)
        findSilence(&found)
        findRefusals(&found)
        findAgreements(&found)
        for fault in observation.faults {
            let subject = [fault.name, fault.participant?.text].compactMap { $0 }.joined(separator: "/")
            found[Alarm.Key(.fault, subject)] = .raised(fault.text)
        }
        return found
    }

    private func age(_ time: Timestamp?) -> Int64 { time.map { observation.time.nanoseconds - $0.nanoseconds } ?? 0 }

    /// For how long what waits could have been taken: not while operators had stopped that.
    private func chance(_ time: Timestamp?, pausedBy scopes: PauseScope...) -> Int64 {
        let ends = scopes.flatMap { [observation.resumed[$0], resumed[$0]] }
        // By the ledger's time, which may be ahead of a clock that was set back.
        return age(time.map { ends.compactMap(\.self).filter { $0 <= observation.time }.reduce($0, max) })
    }

    private func findReceivers(_ found: inout [Alarm.Key: AlarmFinding]) {
        for (receiver, queue) in observation.queues {
            let key = Alarm.Key(.receiverDown, receiver.text)
            let age = age(queue.oldestDue)
            if queue.isPaused {
                // It waits because of that, and the fault `paused` says so: nothing can be learned of its program.
                found[key] = .lingering
            } else if queue.failures >= thresholds.failures {
                found[key] = .raised(
                    "the program of \(receiver) failed \(queue.failures) times in a row, and \(queue.waiting) messages "
                        + "wait for it; see the journal for what it says, and mend it: what waits is tried again by itself"
                )
            } else if chance(queue.oldestDue, pausedBy: .handing(to: receiver)) > thresholds.waitingAge, !isFresh {
                found[key] = .raised(
                    "a message has waited \(Age(nanoseconds: age)) for the program of \(receiver), with "
                        + "\(queue.waiting) in all; mend the program, or let it run more often at a time (parallel)")
            } else if queue.failures * 2 >= thresholds.failures || age > thresholds.waitingAge / 2 {
                found[key] = .lingering
            }
        }
    }

    private func findDrops(_ found: inout [Alarm.Key: AlarmFinding]) {
        for (sender, drop) in observation.drops {
            let key = Alarm.Key(.dropOld, sender.text)
            let age = age(drop.oldest)
            if drop.isPaused {
                found[key] = .lingering
            } else if chance(drop.oldest, pausedBy: .taking, .takingFrom(sender)) > thresholds.dropAge, !isFresh {
                let count = drop.hasMore ? "more than \(drop.count)" : "\(drop.count)"
                found[key] = .raised(
                    "a file of \(sender) has waited \(Age(nanoseconds: age)) to be taken, with \(count) in all; "
                        + "see whether a fault keeps the service from its work, or more comes than it can do")
            } else if age > thresholds.dropAge / 2 {
                found[key] = .lingering
            }
        }
    }

    private func findDisk(_ found: inout [Alarm.Key: AlarmFinding]) {
        guard let space = observation.space else { return }
        let least = thresholds.freeBytes(of: space.bytes, minimum: observation.table.settings.minimumFree)
        let key = Alarm.Key(.diskLow, "spool")
        if space.freeBytes < least {
            found[key] = .raised(
                "the spool's file system has \(space.freeBytes / 1_000_000) MB left, less than alarm-free "
                    + "(\(least / 1_000_000) MB); make room before min-free is reached: then nothing is taken any more")
        } else if space.freeBytes < least + least / 4 {
            found[key] = .lingering
        }
    }

    private func findRefusals(_ found: inout [Alarm.Key: AlarmFinding]) {
        for (sender, count) in hour where count.refused > 0 {
            let key = Alarm.Key(.refusals, sender.text)
            let least = UInt64(thresholds.leastRefusals)
            let share = count.refused * 100
            let limit = count.decided * UInt64(thresholds.refusals)
            if share > limit, count.refused >= least {
                found[key] = .raised(
                    "\(count.refused) of \(count.decided) files of \(sender) were refused within an hour; "
                        + "see luova log --from \(sender) for the reasons, and tell the sender")
            } else if share * 2 > limit, count.refused * 2 >= least {
                found[key] = .lingering
            }
        }
    }

    private func findSilence(_ found: inout [Alarm.Key: AlarmFinding]) {
        guard observation.table.routes.contains(where: { $0.traffic.expectation != nil }) else { return }
        var heard: [Sending: Timestamp] = [:]
        for (kind, total) in tally.all {
            guard let sender = kind.sender, let type = kind.type else { continue }
            let sending = Sending(sender: sender, type: type)
            heard[sending] = max(heard[sending] ?? total.last, total.last)
        }
        let today = AlarmRules.today(observation.time)
        for row in observation.table.routes {
            guard let expectation = row.traffic.expectation else { continue }
            for sender in observation.table.senders(of: row) {
                let own = observation.table.routes(from: sender).first { $0.identifier == row.identifier } ?? row
                guard own.firstDay.map({ $0 <= today }) ?? true, own.lastDay.map({ today <= $0 }) ?? true else {
                    continue
                }
                let last = heard[Sending(sender: sender, type: row.message)]
                let key = Alarm.Key(.partnerSilent, "\(sender)/\(row.identifier)")
                let isSilent = silence(since: max(last ?? since, since), expectation) > expectation.every
                guard isSilent, !isFresh else {
                    // Only what is heard ends it, and not a start that forgets how long it has been.
                    if isSilent || last == nil { found[key] = .lingering }
                    continue
                }
                let words = last.map { "for \(Age(nanoseconds: age($0)))" } ?? "since before \(AlarmRules.text(since))"
                found[key] = .raised(
                    "nothing of type \(row.message) has come from \(sender) \(words), and route \(row.identifier) "
                        + "expects it \(expectation); ask the sender, and see whether it reaches its drop folder")
            }
        }
    }

    /// How much of the time that is open has passed since a moment. Clocks that were changed in between make it wrong by
    /// that.
    private func silence(since start: Timestamp, _ expectation: Expectation) -> Int64 {
        let now = observation.time.nanoseconds
        let day = Clock.localDay(of: now)
        let today = CivilDate(year: day.year, month: day.month, day: day.day).daysSince1970
        let shown = today * 1_440 + Clock.localSecond(of: now) / 60
        let passed = Int(max(0, now - start.nanoseconds) / AlarmRules.minute)
        let most = Int(expectation.every / AlarmRules.minute) + 1
        return Int64(expectation.openMinutes(from: max(0, shown - passed), to: shown, most: most)) * AlarmRules.minute
    }

    private func findAgreements(_ found: inout [Alarm.Key: AlarmFinding]) {
        let within = Int(thresholds.agreement / AlarmRules.day)
        for ending in AgreementEnding.all(in: observation.table, on: AlarmRules.today(observation.time))
        where abs(ending.daysLeft) <= within {
            let words =
                ending.daysLeft < 0
                ? "has ended on \(ending.lastDay), and its messages are refused"
                : "ends on \(ending.lastDay), after which its messages are refused"
            found[Alarm.Key(.agreementEnding, ending.identifier)] = .raised(
                "agreement \(ending.identifier) with \(ending.partner) \(words); renew it, or remove its rows")
        }
    }

    /// The day in the process's time zone.
    static func today(_ time: Timestamp) -> CivilDate {
        let day = Clock.localDay(of: time.nanoseconds)
        return CivilDate(year: day.year, month: day.month, day: day.day)
    }

    private static func text(_ time: Timestamp) -> String {
        String(decoding: time.text.prefix(16), as: UTF8.self) + "Z"
    }

    private struct Sending: Hashable {
        let sender: ParticipantIdentifier
        let type: MessageType
    }
}
