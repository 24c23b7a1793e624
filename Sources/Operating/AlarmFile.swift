import Files
import Messages

/// The alarms that are on, in a small file beside the ledger, so that a restart does not tell them again. What cannot be
/// read is as if there were none: then they are told once more.
struct AlarmFile {
    /// The file's path.
    let path: String

    /// What was on. One line an alarm: kind, subject, since when in nanoseconds, text, with tabs between them.
    func read() -> [Alarm] {
        guard let bytes = try? WholeFile.read(path, limit: 1 << 22) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, let kind = Alarm.Kind(rawValue: String(parts[0])), let since = Int64(parts[2]),
                since >= 0
            else { return nil }
            return Alarm(
                Alarm.Key(kind, String(parts[1])), since: Timestamp(nanoseconds: since), text: String(parts[3]))
        }
    }

    /// Writes down what is on.
    func write(_ alarms: [Alarm]) throws(FileError) {
        let lines = alarms.map { alarm in
            [
                alarm.key.kind.rawValue, Escaping.visible(alarm.key.subject), String(alarm.since.nanoseconds),
                Escaping.visible(alarm.text),
            ].joined(separator: "\t") + "\n"
        }
        try WholeFile.replace(path, with: Array(lines.joined().utf8), mode: 0o640)
    }
}
