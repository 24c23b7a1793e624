import Files

/// Reads what the daemon accepted out of its ledger, as it grows: delivery ids and digests. Looks for the
/// members by their names only; the daemon itself reads the ledger with care.
struct AttackLedger {
    private let path: String
    /// How far each segment was read.
    private var read: [String: Int64] = [:]
    /// The digest of each delivery that was accepted, as hexadecimal digits.
    private(set) var digests: [String: [UInt8]] = [:]
    /// How many messages were accepted.
    private(set) var accepted = 0
    /// How many of them were moved.
    private(set) var moved = 0
    /// How many lines there were of every other event.
    private(set) var others: [String: Int] = [:]

    /// The ledger in a folder.
    init(_ path: String) { self.path = path }

    /// Reads what was added.
    mutating func update() throws(FileError) {
        let folder = try Directory(path: path)
        for entry in try folder.entries() {
            let name = entry.name.description
            guard name.hasSuffix(".jsonl"), let file = try? folder.open(entry.name) else { continue }
            var bytes = try file.read(
                count: Int(try file.status().size - read[name, default: 0]), at: read[name, default: 0])
            // A line that is only half there is read the next time.
            guard let end = bytes.lastIndex(of: 0x0A) else { continue }
            bytes.removeLast(bytes.count - end - 1)
            read[name, default: 0] += Int64(bytes.count)
            for line in bytes.split(separator: 0x0A) { add(String(decoding: line, as: UTF8.self)) }
        }
    }

    /// A delivery is over, and its digest needed no more.
    mutating func forget(_ delivery: String) { digests[delivery] = nil }

    private mutating func add(_ line: String) {
        guard let event = AttackLedger.member("event", of: line) else { return }
        guard event == "accepted", let delivery = AttackLedger.member("id", of: line),
            let digest = AttackLedger.member("sha256", of: line)
        else {
            others[String(AttackLedger.member("reason", of: line) ?? event), default: 0] += 1
            return
        }
        accepted += 1
        if line.contains("\"taken\":[\"m.") { moved += 1 }
        digests[String(delivery)] = Array(digest.utf8)
    }

    private static func member(_ name: String, of line: String) -> Substring? {
        guard let start = line.firstRange(of: "\"\(name)\":\"") else { return nil }
        return line[start.upperBound...].prefix { $0 != "\"" }
    }
}
