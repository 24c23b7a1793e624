import Messages
import Relaying

/// How long messages have waited, for each receiver and from each sender: how many not longer than so many minutes.
/// Postfix shows its queue so (qshape(1)): a receiver that has stopped to take shows in its old messages.
struct QueueShape {
    /// The upper bounds of the columns, in minutes; a last one has all that is older.
    static let bounds = [5, 10, 20, 40, 80, 160, 320, 640, 1280]

    private typealias Row = (name: String, counts: [Int])

    private let receivers: [Row]
    private let senders: [Row]
    private let all: [Int]

    init(_ entries: [WaitingEntry], now: Timestamp) {
        func column(_ entry: WaitingEntry) -> Int {
            let minutes = (now.nanoseconds - entry.acceptedAt.nanoseconds) / 60_000_000_000
            return QueueShape.bounds.firstIndex { minutes < $0 } ?? QueueShape.bounds.count
        }
        func rows(_ name: (WaitingEntry) -> String) -> [Row] {
            var counts: [String: [Int]] = [:]
            for entry in entries {
                counts[name(entry), default: Array(repeating: 0, count: QueueShape.bounds.count + 1)][column(entry)] +=
                    1
            }
            // Most first.
            return counts.map { ($0.key, $0.value) }.sorted {
                let (left, right) = ($0.1.reduce(0, +), $1.1.reduce(0, +))
                return left == right ? $0.0 < $1.0 : left > right
            }
        }
        receivers = rows { $0.receiver.text }
        senders = rows { $0.sender.text }
        all = rows { _ in "" }.first?.counts ?? Array(repeating: 0, count: QueueShape.bounds.count + 1)
    }

    func answer(forPeople: Bool) -> ControlAnswer {
        var answer = ControlAnswer()
        if forPeople {
            for line in lines { answer.say(line) }
            return answer
        }
        for (kind, rows) in [("to", receivers), ("from", senders)] {
            for row in rows { answer.add(json(kind == "to", row)) }
        }
        return answer
    }

    /// Two tables, with minutes at their heads.
    var lines: [String] {
        table("waiting for", receivers) + [""] + table("sent by", senders)
    }

    private func table(_ title: String, _ rows: [Row]) -> [String] {
        var table = TextTable([title, "all"] + QueueShape.bounds.map { "\($0)" } + ["\(QueueShape.bounds.last ?? 0)+"])
        for row in [("all", all)] + rows {
            table.add([row.0, "\(row.1.reduce(0, +))"] + row.1.map { "\($0)" })
        }
        return table.lines
    }

    private func json(_ isReceiver: Bool, _ row: Row) -> JSONText {
        var json = JSONText()
        json.openObject()
        json.string(isReceiver ? "to" : "from", row.name)
        json.number("all", row.counts.reduce(0, +))
        json.openArray("minutes")
        for (place, count) in row.counts.enumerated() {
            json.openObject()
            if place < QueueShape.bounds.count { json.number("below", QueueShape.bounds[place]) }
            json.number("count", count)
            json.closeObject()
        }
        json.closeArray()
        json.closeObject()
        return json
    }
}
