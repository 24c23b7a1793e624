public import Files
public import Messages

/// Finds the accepted message that has the same sender, type and id, over a window of days. Lies on
/// disk beside the ledger, mapped; one table a day, so that a day leaves as a whole. Belongs to the
/// committer's queue.
public final class DuplicateIndex {
    private let folder: Directory
    private let reader: LedgerReader
    private let window: Int64
    private let boot: UInt64
    /// By day since 1970.
    private var tables: [Int: Table] = [:]

    /// A table behind a reference, because a dictionary cannot hold one.
    private final class Table {
        var table: FingerprintTable
        init(_ table: consuming FingerprintTable) { self.table = table }
    }

    /// Opens the index of a ledger and completes it from there: nothing to do after an orderly end, the
    /// last lines after a crash, the whole window after a power cut or when it is missing.
    ///
    /// - Parameter window: how long an id counts, in nanoseconds.
    public init(folder: Directory, window: Int64, now: Timestamp) throws(LedgerError) {
        self.folder = folder
        self.window = window
        reader = LedgerReader(folder: folder)
        boot = DuplicateIndex.currentBoot()
        var through: UInt64 = 0
        var start: UInt64?
        do throws(FileError) {
            let names = try folder.entries().map(\.name)
            var whole = true
            for name in names {
                guard let day = DuplicateIndex.day(of: name) else { continue }
                if day < DuplicateIndex.day(now) - Int(window / 86_400_000_000_000) - 1 {
                    try folder.remove(name)
                } else if let table = try FingerprintTable.open(folder: folder, name: name, boot: boot) {
                    through = max(through, table.through)
                    tables[day] = Table(table)
                } else {
                    whole = false
                }
            }
            // Every day of the window on which something was committed has its table.
            let oldest = DuplicateIndex.day(now) - Int(window / 86_400_000_000_000) - 1
            for segment in try LedgerSegment.all(in: folder) where segment.day.daysSince1970 >= oldest {
                start = min(start ?? segment.first, segment.first)
                if tables[segment.day.daysSince1970] == nil { whole = false }
            }
            if !whole {
                tables = [:]
                through = 0
                for name in names where DuplicateIndex.day(of: name) != nil { try folder.remove(name) }
            }
        } catch {
            throw .file(error)
        }
        // What is older than the window need not be read, nor be there.
        try complete(after: max(through, (start ?? 1) - 1), now: now)
    }

    private func complete(after through: UInt64, now: Timestamp) throws(LedgerError) {
        let oldest = now.nanoseconds - window
        var failure: FileError?
        var last = through
        try reader.forEach(from: through + 1) { record in
            last = record.sequence
            guard record.event == .accepted, record.time.nanoseconds >= oldest, let sender = record.sender,
                let type = record.type, let messageID = record.messageID
            else { return true }
            do throws(FileError) {
                let key = DuplicateKey(sender: sender, type: type, messageID: messageID)
                try insert(record.key ?? key.fingerprint, record.sequence, record.time)
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw .file(failure) }
        do throws(FileError) { try complete(through: last, at: now) } catch { throw .file(error) }
    }

    /// The accepted message with this key inside the window, confirmed in the ledger; nil when there is
    /// none. Costs no disk read unless there probably is one.
    public func find(_ key: DuplicateKey, now: Timestamp) throws(LedgerError) -> LedgerRecord? {
        var candidates: [UInt64] = []
        let fingerprint = key.fingerprint
        for table in tables.values { table.table.forEach(fingerprint) { candidates.append($0) } }
        for sequence in candidates.sorted(by: >) {
            guard let record = try reader.record(sequence), record.event == .accepted, record.sender == key.sender,
                record.type == key.type, record.key.map({ $0 == fingerprint }) ?? (record.messageID == key.messageID),
                now.nanoseconds - record.time.nanoseconds <= window
            else { continue }
            return record
        }
        return nil
    }

    /// Adds an accepted message by its key's fingerprint, once its ledger line is committed.
    public func insert(_ fingerprint: UInt64, _ sequence: UInt64, _ time: Timestamp) throws(FileError) {
        try table(DuplicateIndex.day(time)).table.insert(fingerprint, sequence)
    }

    /// Says that every accepted message up to a ledger number has been added, and drops days that have
    /// left the window.
    public func complete(through sequence: UInt64, at time: Timestamp) throws(FileError) {
        try table(DuplicateIndex.day(time)).table.through = sequence
        let oldest = DuplicateIndex.day(time) - Int(window / 86_400_000_000_000) - 1
        for day in tables.keys where day < oldest {
            tables[day] = nil
            try folder.remove(DuplicateIndex.name(day))
        }
    }

    private func table(_ day: Int) throws(FileError) -> Table {
        if let table = tables[day] { return table }
        let name = DuplicateIndex.name(day)
        if let known = try FingerprintTable.open(folder: folder, name: name, boot: boot) {
            return keep(known, day)
        }
        try folder.remove(name)
        guard let made = try FingerprintTable.open(folder: folder, name: name, boot: boot) else {
            preconditionFailure("an empty table can always be made")
        }
        return keep(made, day)
    }

    private func keep(_ opened: consuming FingerprintTable, _ day: Int) -> Table {
        let table = Table(opened)
        tables[day] = table
        return table
    }

    private static func day(_ time: Timestamp) -> Int { Int(time.nanoseconds / 86_400_000_000_000) }

    private static func name(_ day: Int) -> FileName {
        guard let name = FileName("duplicates.\(CivilDate(daysSince1970: day)).index") else {
            preconditionFailure("a fixed form")
        }
        return name
    }

    private static func day(of name: FileName) -> Int? {
        let parts = name.description.split(separator: ".")
        guard parts.count == 3, parts[0] == "duplicates", parts[2] == "index" else { return nil }
        return CivilDate(text: parts[1].utf8)?.daysSince1970
    }

    /// A number for the running system (random(4)): what was mapped before a power cut may not all be on
    /// the disk, and is not trusted.
    private static func currentBoot() -> UInt64 {
        let text = (try? WholeFile.read("/proc/sys/kernel/random/boot_id")) ?? []
        return DuplicateKey(sender: ParticipantIdentifier("boot"), type: MessageType(""), messageID: text).fingerprint
    }
}
