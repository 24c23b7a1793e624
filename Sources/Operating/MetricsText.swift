import Files
import Messages
import Recording
import Relaying
import Routing

/// A snapshot as Prometheus reads it. Labels hold ids of the routing table and words of our own, never anything out of a
/// message or of a file's name. Kinds of which there is nothing are left out.
enum MetricsText {
    /// The text. O(participants and kinds of ledger lines).
    static func text(of snapshot: Snapshot) -> [UInt8] {
        var text = MetricsWriter()
        writeProcess(snapshot, &text)
        guard snapshot.isRunning else { return text.bytes }
        let tally = snapshot.observation.tally.all.sorted { name($0.kind) < name($1.kind) }
        writeDecisions(tally, &text)
        writeDeliveries(tally, &text)
        writeLast(snapshot, &text)
        writeQueues(snapshot.observation, &text)
        writeStages(snapshot.observation.stages, &text)
        writeStores(snapshot, &text)
        writeTroubles(snapshot, &text)
        return text.bytes
    }

    private static func name(_ kind: LedgerTally.Kind) -> String {
        [kind.event.rawValue, kind.sender?.text, kind.receiver?.text, kind.type?.text, kind.reason?.rawValue]
            .map { $0 ?? "" }.joined(separator: " ")
    }

    private static func writeProcess(_ snapshot: Snapshot, _ text: inout MetricsWriter) {
        text.family("luova_up", .gauge, "1 while the service runs; 0 in what it leaves behind at its end.")
        text.sample(snapshot.isRunning ? 1 : 0)
        text.family("luova_build_info", .gauge, "The version of the program.")
        text.sample([("version", snapshot.version)], 1)
        text.family("luova_snapshot_time_seconds", .gauge, "When these numbers were taken.")
        text.seconds(nanoseconds: snapshot.observation.time.nanoseconds)
        text.family("luova_start_time_seconds", .gauge, "When the service began with its work.")
        text.seconds(nanoseconds: snapshot.observation.startedAt.nanoseconds)
        text.family("luova_table_load_time_seconds", .gauge, "Since when the routing table is in force.")
        text.seconds(nanoseconds: snapshot.observation.tableLoadedAt.nanoseconds)
        text.family("luova_table_info", .gauge, "The SHA-256 of the routing table's files.")
        let digest = String(decoding: snapshot.observation.table.digest.hexadecimal, as: UTF8.self)
        text.sample([("sha256", digest)], 1)
    }

    private typealias Counted = (kind: LedgerTally.Kind, total: LedgerTally.Total)

    private static func writeDecisions(_ tally: [Counted], _ text: inout MetricsWriter) {
        text.family("luova_files_total", .counter, "Files that were decided.")
        var bytes: [(String, Int64)] = []
        for (kind, total) in tally {
            guard let sender = kind.sender else { continue }
            var labels = [("partner", sender.text), ("outcome", kind.event.rawValue)]
            if let type = kind.type { labels.append(("type", type.text)) }
            if let reason = kind.reason { labels.append(("reason", reason.rawValue)) }
            text.sample(labels, total.count)
            bytes.append((sender.text, total.bytes))
        }
        text.family("luova_file_bytes_total", .counter, "Bytes of the files that were decided.")
        let sums = Dictionary(bytes, uniquingKeysWith: +)
        for (sender, sum) in sums.sorted(by: { $0.key < $1.key }) { text.sample([("partner", sender)], sum) }
    }

    private static func writeDeliveries(_ tally: [Counted], _ text: inout MetricsWriter) {
        text.family("luova_deliveries_total", .counter, "What became of deliveries: each try that was put off counts.")
        for (kind, total) in tally {
            guard let receiver = kind.receiver else { continue }
            var labels = [("receiver", receiver.text), ("outcome", kind.event.rawValue)]
            if let reason = kind.reason { labels.append(("reason", reason.rawValue)) }
            text.sample(labels, total.count)
        }
    }

    private static func writeLast(_ snapshot: Snapshot, _ text: inout MetricsWriter) {
        let last = LastSuccess(snapshot.tally)
        text.family("luova_last_accepted_time_seconds", .gauge, "When a file of the partner was last accepted.")
        for (sender, time) in last.accepted.sorted(by: { $0.key.text < $1.key.text }) {
            text.seconds([("partner", sender.text)], nanoseconds: time.nanoseconds)
        }
        text.family("luova_last_delivered_time_seconds", .gauge, "When the receiver last got a message.")
        for (receiver, time) in last.delivered.sorted(by: { $0.key.text < $1.key.text }) {
            text.seconds([("receiver", receiver.text)], nanoseconds: time.nanoseconds)
        }
    }

    private static func writeQueues(_ observation: Observation, _ text: inout MetricsWriter) {
        let now = observation.time.nanoseconds
        let drops = observation.drops.sorted { $0.key.text < $1.key.text }
        let queues = observation.queues.sorted { $0.key.text < $1.key.text }
        text.family("luova_files_in_hand", .gauge, "Files between a drop folder and their commit.")
        text.sample(observation.inHand)
        text.family("luova_drop_files", .gauge, "Files in a drop folder that are known and wait to be taken.")
        for (sender, drop) in drops { text.sample([("partner", sender.text)], drop.count) }
        text.family("luova_drop_oldest_seconds", .gauge, "How long the file that is taken next has waited.")
        for (sender, drop) in drops {
            guard let oldest = drop.oldest else { continue }
            text.seconds([("partner", sender.text)], nanoseconds: max(0, now - oldest.nanoseconds))
        }
        text.family("luova_program_messages", .gauge, "Accepted messages that wait for a program.")
        for (receiver, queue) in queues { text.sample([("receiver", receiver.text)], queue.waiting) }
        text.family("luova_program_oldest_seconds", .gauge, "How long the first one of these has waited.")
        for (receiver, queue) in queues {
            let age = queue.oldest.map { max(0, now - $0.nanoseconds) } ?? 0
            text.seconds([("receiver", receiver.text)], nanoseconds: age)
        }
        text.family("luova_program_runs", .gauge, "Runs of a program at the moment.")
        for (receiver, queue) in queues { text.sample([("receiver", receiver.text)], queue.running) }
        text.family("luova_program_held_messages", .gauge, "Messages that are held for a person.")
        for (receiver, queue) in queues { text.sample([("receiver", receiver.text)], queue.held) }
        text.family("luova_program_failures_in_a_row", .gauge, "Tries that failed since one was answered.")
        for (receiver, queue) in queues { text.sample([("receiver", receiver.text)], queue.failures) }
    }

    private static func writeStages(_ stages: StageTimes, _ text: inout MetricsWriter) {
        text.family(
            "luova_decision_seconds", .histogram, "From when a file was last changed to when its decision was durable.")
        write(stages.arrival, [], &text)
        text.family("luova_stage_seconds", .histogram, "How long the group of a file was in a stage.")
        write(stages.judging, [("stage", "judge")], &text)
        write(stages.committing, [("stage", "commit")], &text)
        write(stages.placing, [("stage", "place")], &text)
        text.family("luova_groups_total", .counter, "Groups that were committed, each with one sync of the ledger.")
        text.sample(stages.groups)
        text.family("luova_groups_ahead_total", .counter, "Groups whose bodies were synced before their turn.")
        text.sample(stages.groupsAhead)
    }

    private static func write(_ histogram: Histogram, _ labels: [(String, String)], _ text: inout MetricsWriter) {
        var sum: UInt64 = 0
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            sum += count
            text.sample(labels + [("le", MetricsWriter.seconds(bound))], suffix: "_bucket", sum)
        }
        text.sample(labels + [("le", "+Inf")], suffix: "_bucket", histogram.count)
        text.seconds(labels, suffix: "_sum", nanoseconds: histogram.sum)
        text.sample(labels, suffix: "_count", histogram.count)
    }

    private static func writeStores(_ snapshot: Snapshot, _ text: inout MetricsWriter) {
        text.family("luova_ledger_lines", .gauge, "The number of the ledger's last line.")
        text.sample(snapshot.observation.lastLine)
        text.family("luova_ledger_bytes", .gauge, "The size of the ledger.")
        text.sample(snapshot.ledgerBytes)
        guard let space = snapshot.observation.space else { return }
        text.family("luova_spool_size_bytes", .gauge, "The size of the spool's file system.")
        text.sample(space.bytes)
        text.family("luova_spool_free_bytes", .gauge, "What is left of it.")
        text.sample(space.freeBytes)
        text.family("luova_spool_free_files", .gauge, "How many more files it can hold.")
        text.sample(space.freeFiles)
    }

    private static func writeTroubles(_ snapshot: Snapshot, _ text: inout MetricsWriter) {
        text.family("luova_paused", .gauge, "1 while a fault, or a start that waits, keeps files from being taken.")
        text.sample(snapshot.observation.isPaused || snapshot.observation.isStarting ? 1 : 0)
        text.family("luova_fault_start_time_seconds", .gauge, "The faults of now, and since when.")
        for fault in snapshot.observation.faults {
            var labels = [("fault", fault.name)]
            if let participant = fault.participant { labels.append(("partner", participant.text)) }
            text.seconds(labels, nanoseconds: fault.since.nanoseconds)
        }
        text.family("luova_alarm", .gauge, "1 for each alarm of now.")
        for alarm in snapshot.alarms {
            text.sample([("alarm", alarm.key.kind.rawValue), ("subject", alarm.key.subject)], 1)
        }
    }
}
