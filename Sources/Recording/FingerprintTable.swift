import Files

/// The fingerprints of one day's accepted messages, each with its ledger number: a hash table with
/// open addressing in a mapped file. Derived from the ledger, and made anew from it when in doubt.
struct FingerprintTable: ~Copyable {
    private static let magic: UInt64 = 0x4C75_6F76_6144_7570
    private static let headerWords = 8
    private static let smallest = 4_096

    private let folder: Directory
    private let name: FileName
    private var map: MappedFile
    private var capacity: Int

    /// Opens a table, or makes an empty one. Nil stands for a file that is no table of this boot or
    /// was not synchronised before the last: it must be made anew.
    static func open(folder: Directory, name: FileName, boot: UInt64) throws(FileError) -> FingerprintTable? {
        let file = try folder.openOrCreate(name, mode: 0o640)
        let size = Int(try file.status().size)
        if size == 0 {
            let map = try make(file, smallest, boot)
            return FingerprintTable(folder: folder, name: name, map: map, capacity: smallest)
        }
        guard size > headerWords * 8 else { return nil }
        let map = try MappedFile(file, count: size)
        let capacity = Int(truncatingIfNeeded: map[word: 8])
        // A rotten file must not look like a table.
        guard capacity > 0, capacity <= size / 16, capacity & (capacity - 1) == 0, map[word: 16] <= UInt64(capacity)
        else { return nil }
        guard map[word: 0] == magic, size == (headerWords + 2 * capacity) * 8, map[word: 32] == boot else { return nil }
        return FingerprintTable(folder: folder, name: name, map: map, capacity: capacity)
    }

    private init(folder: Directory, name: FileName, map: consuming MappedFile, capacity: Int) {
        self.folder = folder
        self.name = name
        self.map = map
        self.capacity = capacity
    }

    private static func make(_ file: borrowing Descriptor, _ capacity: Int, _ boot: UInt64) throws(FileError)
        -> MappedFile
    {
        let bytes = (headerWords + 2 * capacity) * 8
        try file.truncate(to: Int64(bytes))
        let map = try MappedFile(file, count: bytes)
        map[word: 8] = UInt64(capacity)
        map[word: 32] = boot
        map[word: 0] = magic
        return map
    }

    private var count: Int {
        get { Int(truncatingIfNeeded: map[word: 16]) }
        nonmutating set { map[word: 16] = UInt64(newValue) }
    }

    /// The ledger number up to which the table is complete.
    var through: UInt64 {
        get { map[word: 24] }
        nonmutating set { map[word: 24] = newValue }
    }

    private func slot(_ place: Int) -> Int { (FingerprintTable.headerWords + 2 * place) * 8 }

    /// Calls `visit` with every ledger number under a fingerprint. O(1) expected.
    borrowing func forEach(_ fingerprint: UInt64, _ visit: (UInt64) -> Void) {
        var place = Int(truncatingIfNeeded: fingerprint & UInt64(capacity - 1))
        while true {
            let found = map[word: slot(place)]
            if found == 0 { return }
            if found == fingerprint { visit(map[word: slot(place) + 8]) }
            place = (place + 1) & (capacity - 1)
        }
    }

    /// Adds a message; adding it again changes nothing. O(1) amortised.
    mutating func insert(_ fingerprint: UInt64, _ sequence: UInt64) throws(FileError) {
        var known = false
        forEach(fingerprint) { if $0 == sequence { known = true } }
        if known { return }
        if 10 * (count + 1) > 7 * capacity { try grow() }
        put(fingerprint, sequence)
        count += 1
    }

    private borrowing func put(_ fingerprint: UInt64, _ sequence: UInt64) {
        var place = Int(truncatingIfNeeded: fingerprint & UInt64(capacity - 1))
        while map[word: slot(place)] != 0 { place = (place + 1) & (capacity - 1) }
        // The number first: a reader of the slot after a crash finds both or an empty slot.
        map[word: slot(place) + 8] = sequence
        map[word: slot(place)] = fingerprint
    }

    /// Moves everything to a table of twice the size, which takes this one's name when it is whole.
    private mutating func grow() throws(FileError) {
        guard let temporary = FileName(".growing") else { preconditionFailure("a fixed name") }
        try folder.remove(temporary)
        let file = try folder.openOrCreate(temporary, mode: 0o640)
        let old = (capacity: capacity, count: count, through: through, boot: map[word: 32])
        var entries: [(UInt64, UInt64)] = []
        entries.reserveCapacity(old.count)
        for place in 0..<capacity where map[word: slot(place)] != 0 {
            entries.append((map[word: slot(place)], map[word: slot(place) + 8]))
        }
        capacity = old.capacity * 2
        map = try FingerprintTable.make(file, capacity, old.boot)
        for entry in entries { put(entry.0, entry.1) }
        count = old.count
        through = old.through
        try folder.rename(temporary, to: folder, name, replacing: true)
    }
}
