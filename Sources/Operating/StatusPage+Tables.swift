import Messages
import Recording
import Relaying
import Routing

// The tables of the page: who sends, who receives, what was refused, what ends.
extension StatusPage {
    /// So many rows are written at most: beyond that a page is no longer read.
    private static let mostRows = 500

    private var sinceWords: String { "since \(LocalTime(snapshot.since).minute)" }

    private func when(_ time: Timestamp?) -> String { time.map { LocalTime($0).minute } ?? "never" }

    mutating func writeReceivers() {
        html.raw("<section aria-labelledby=\"receivers\">\n<h2 id=\"receivers\">Receivers</h2>\n")
        let last = LastSuccess(snapshot.tally).delivered
        var counts: [ParticipantIdentifier: (delivered: UInt64, undelivered: UInt64)] = [:]
        for (kind, total) in snapshot.tally.all {
            guard let receiver = kind.receiver else { continue }
            if kind.event == .delivered { counts[receiver, default: (0, 0)].delivered += total.count }
            if kind.event == .undelivered { counts[receiver, default: (0, 0)].undelivered += total.count }
        }
        let names = Set(counts.keys).union(observation.queues.keys).sorted { $0.text < $1.text }
        let rows = names.map { receiver in
            let queue = observation.queues[receiver]
            let count = counts[receiver] ?? (0, 0)
            return [
                receiver.text, state(of: receiver, queue), HTMLText.grouped(count.delivered),
                HTMLText.grouped(count.undelivered), queue.map { HTMLText.grouped(UInt64($0.waiting)) } ?? "–",
                queue.map { $0.oldest.map { age($0) } ?? "none" } ?? "–",
                queue.map { HTMLText.grouped(UInt64($0.held)) } ?? "–", when(last[receiver]),
            ]
        }
        write(
            "receiver-rows", "Deliveries \(sinceWords)",
            ["Receiver", "State", "Delivered", "Undelivered", "Waiting", "Oldest", "Held", "Last delivered"],
            [2, 3, 4, 5, 6], rows, none: "Nothing was delivered, and no receiver has a program.")
        html.raw("</section>\n")
    }

    private func state(of receiver: ParticipantIdentifier, _ queue: Observation.Queue?) -> String {
        guard let queue else { return "pickup folder" }
        if snapshot.alarms.contains(where: { $0.key == Alarm.Key(.receiverDown, receiver.text) }) { return "down" }
        if queue.failures > 0 { return "failing (\(queue.failures) in a row)" }
        return queue.waiting > 0 ? "working" : "idle"
    }

    mutating func writeSenders() {
        html.raw("<section aria-labelledby=\"senders\">\n<h2 id=\"senders\">Senders</h2>\n")
        let last = LastSuccess(snapshot.tally).accepted
        var counts: [ParticipantIdentifier: [UInt64]] = [:]
        for (kind, total) in snapshot.tally.all {
            guard let sender = kind.sender else { continue }
            let place: Int? =
                switch kind.event {
                case .accepted: 0
                case .refused: 1
                case .duplicate: 2
                default: nil
                }
            if let place { counts[sender, default: [0, 0, 0]][place] += total.count }
        }
        let names = Set(counts.keys).union(observation.drops.keys).sorted { $0.text < $1.text }
        let rows = names.map { sender in
            let drop = observation.drops[sender]
            let numbers = (counts[sender] ?? [0, 0, 0]).map { HTMLText.grouped($0) }
            let waiting = drop.map { HTMLText.grouped(UInt64($0.count)) + ($0.hasMore ? "+" : "") } ?? "0"
            let oldest = drop?.oldest.map { age($0) } ?? "none"
            return [sender.text] + numbers + [waiting, oldest, when(last[sender])]
        }
        write(
            "sender-rows", "Files \(sinceWords)",
            ["Sender", "Accepted", "Refused", "Duplicates", "Waiting", "Oldest", "Last accepted"],
            [1, 2, 3, 4, 5], rows, none: "Nobody has sent anything.")
        html.raw("</section>\n")
    }

    mutating func writeRefusals() {
        html.raw("<section aria-labelledby=\"refusals\">\n<h2 id=\"refusals\">Refusals by reason</h2>\n")
        var reasons: [Reason: (count: UInt64, last: Timestamp, sender: String)] = [:]
        for (kind, total) in snapshot.tally.all where kind.event == .refused {
            guard let reason = kind.reason, let sender = kind.sender else { continue }
            let before = reasons[reason] ?? (0, Timestamp(nanoseconds: 0), "")
            reasons[reason] =
                total.last > before.last
                ? (before.count + total.count, total.last, sender.text)
                : (before.count + total.count, before.last, before.sender)
        }
        let rows = reasons.sorted { $0.value.last > $1.value.last }.map { reason, found in
            [reason.rawValue, HTMLText.grouped(found.count), when(found.last), found.sender]
        }
        write(
            "refusal-rows", "Refused files \(sinceWords), the reason of the last one first",
            ["Reason", "Files", "Last", "Of"], [1], rows, none: "Nothing was refused.")
        html.raw("</section>\n")
    }

    mutating func writeAgreements() {
        let days = StatusPage.agreementDays
        html.raw("<section aria-labelledby=\"agreements\">\n<h2 id=\"agreements\">Agreements that end</h2>\n")
        let endings = AgreementEnding.all(in: observation.table, on: AlarmRules.today(observation.time))
        let rows = endings.filter { $0.daysLeft <= days }.map { ending in
            [
                ending.identifier, ending.partner, "\(ending.lastDay)",
                ending.daysLeft < 0 ? "ended" : String(ending.daysLeft),
            ]
        }
        write(
            "agreement-rows", "Agreements with rows that end within \(days) days, or have ended",
            ["Agreement", "With", "Last day", "Days left"], [3], rows,
            none: "None ends within \(days) days.")
        html.raw("</section>\n")
    }

    private mutating func write(
        _ name: String, _ caption: String, _ headings: [String], _ numbers: Set<Int>, _ rows: [[String]], none: String
    ) {
        if rows.isEmpty { return html.raw("<p class=\"none\">\(HTMLText.escaped(none))</p>\n") }
        html.table(name, caption, headings, numbers: numbers, rows: Array(rows.prefix(StatusPage.mostRows)))
        if rows.count > StatusPage.mostRows {
            html.raw("<p>And \(rows.count - StatusPage.mostRows) more; the metrics have them all.</p>\n")
        }
    }
}
