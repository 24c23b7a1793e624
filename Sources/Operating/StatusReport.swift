import Files
import Messages
import Relaying

/// What the daemon is at, on one screen or as one object.
struct StatusReport {
    private let status: RelayStatus

    init(_ status: RelayStatus) { self.status = status }

    func answer(forPeople: Bool) -> ControlAnswer {
        var answer = ControlAnswer()
        if forPeople {
            for line in lines { answer.say(line) }
        } else {
            answer.add(json)
        }
        return answer
    }

    private func age(_ time: Timestamp) -> Age { Age(nanoseconds: status.now.nanoseconds - time.nanoseconds) }

    private func text(_ time: Timestamp) -> String { String(decoding: time.text.prefix(19), as: UTF8.self) + "Z" }

    /// One screen for people.
    var lines: [String] {
        var lines: [String] = []
        func add(_ name: String, _ text: String) {
            lines.append(name + String(repeating: " ", count: max(1, 12 - name.utf8.count)) + text)
        }
        add("state", "\(status.state); for \(age(status.since))")
        add("running", "for \(age(status.startedAt)), since \(text(status.startedAt))")
        let digest = String(decoding: status.table.hexadecimal.prefix(16), as: UTF8.self)
        add(
            "table",
            "\(digest), loaded \(text(status.tableLoadedAt)): \(status.routes) routes, \(status.participants) participants"
        )
        add("in drops", "\(status.inDrop) files, as far as they are known")
        add("in hand", "\(status.inHand) files; \(status.leftOver) decisions to be carried out")
        add(
            "decided",
            "\(status.decided.one) in 1 min, \(status.decided.five) in 5 min, \(status.decided.fifteen) in 15 min")
        let group = status.lastGroup
        add(
            "ledger",
            group.lastSequence == 0
                ? "no line yet"
                : "line \(group.lastSequence); last group \(age(group.time)) ago, of \(group.count)")
        if let space = status.space {
            add(
                "disk",
                "\(space.freeBytes / 1_000_000) MB free of \(space.bytes / 1_000_000) MB, \(space.freeFiles) inodes free\(space.isReadOnly ? ", READ-ONLY" : "")"
            )
        }
        for trouble in status.troubles { add("fault", "\(trouble.text); for \(Age(nanoseconds: trouble.age))") }
        for pause in status.pauses { add("paused", pause.words) }
        guard !status.receivers.isEmpty else { return lines }
        lines.append("")
        var table = TextTable(["waiting for", "all", "running", "waiting", "behind", "held", "in doubt", "oldest"])
        for receiver in status.receivers {
            let name = receiver.identifier.text + (receiver.isPaused ? " (paused)" : "")
            table.add(
                [name]
                    + [
                        receiver.count, receiver.running, receiver.waiting, receiver.behind, receiver.held,
                        receiver.doubtful,
                    ].map { String($0) } + [receiver.oldest.map { age($0).description } ?? ""])
        }
        return lines + table.lines
    }

    /// One object for programs.
    var json: JSONText {
        var json = JSONText()
        json.openObject()
        json.string("time", status.now)
        json.string("state", status.state)
        json.string("since", status.since)
        json.string("started", status.startedAt)
        json.openObject("table")
        json.string("sha256", status.table)
        json.string("loaded", status.tableLoadedAt)
        json.number("routes", status.routes)
        json.number("participants", status.participants)
        json.closeObject()
        json.number("in_drops", status.inDrop)
        json.number("in_hand", status.inHand)
        json.number("left_over", status.leftOver)
        json.openObject("decided")
        json.number("1min", status.decided.one)
        json.number("5min", status.decided.five)
        json.number("15min", status.decided.fifteen)
        json.closeObject()
        json.openObject("ledger")
        json.number("last", status.lastGroup.lastSequence)
        json.string("time", status.lastGroup.time)
        json.number("group", status.lastGroup.count)
        json.closeObject()
        if let space = status.space {
            json.openObject("disk")
            json.number("bytes", space.bytes)
            json.number("free_bytes", space.freeBytes)
            json.number("free_inodes", space.freeFiles)
            json.boolean("read_only", space.isReadOnly)
            json.closeObject()
        }
        json.openArray("faults")
        for trouble in status.troubles {
            json.openObject()
            json.string("text", trouble.text)
            json.number("seconds", trouble.age / 1_000_000_000)
            json.closeObject()
        }
        json.closeArray()
        json.openArray("paused")
        for pause in status.pauses { json.string(nil, pause.words) }
        json.closeArray()
        json.openArray("waiting")
        for receiver in status.receivers {
            json.openObject()
            json.string("to", receiver.identifier.text)
            json.number("running", receiver.running)
            json.number("waiting", receiver.waiting)
            json.number("behind", receiver.behind)
            json.number("held", receiver.held)
            json.number("doubt", receiver.doubtful)
            if let oldest = receiver.oldest { json.string("oldest", oldest) }
            json.boolean("paused", receiver.isPaused)
            json.closeObject()
        }
        json.closeArray()
        json.closeObject()
        return json
    }
}
