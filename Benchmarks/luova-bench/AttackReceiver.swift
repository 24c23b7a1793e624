import Files
import Messages

/// The receiver in an attack: compares every delivered file with the ledger when it finds it, and again some
/// seconds later, and consumes it then.
struct AttackReceiver {
    /// How long after the first look the second comes, in nanoseconds.
    private static let later: Int64 = 3_000_000_000

    private let spool: BenchSpool
    private var ledger: AttackLedger
    private var known: Set<[UInt8]> = []
    private var waiting: [(at: Int64, name: FileName, delivery: String)] = []
    private var next = 0
    /// Files that were compared twice.
    private(set) var delivered = 0
    /// Files that differed at the first look.
    private(set) var wrongAtOnce = 0
    /// Files that differed at the second look only.
    private(set) var wrongLater = 0

    /// The receiver of a spool.
    init(_ spool: BenchSpool) {
        self.spool = spool
        ledger = AttackLedger(spool.ledger)
    }

    /// How many messages the daemon says it accepted.
    var accepted: Int { ledger.accepted }
    /// How many of them were taken by move.
    var moved: Int { ledger.moved }
    /// What became of everything else, and how often.
    var others: [String: Int] { ledger.others }

    /// Looks at what is new, and again at what is old enough.
    ///
    /// - Parameter isLast: whether everything is old enough.
    mutating func look(isLast: Bool = false) throws(FileError) {
        let pickup = try Directory(path: spool.pickup)
        var found: [FileName] = []
        try pickup.forEachEntry { entry in
            if !known.contains(entry.name.bytes) { found.append(entry.name) }
            return true
        }
        // After the listing: what is listed has been committed before.
        try ledger.update()
        for name in found { try lookFirst(name, pickup) }
        while next < waiting.count, isLast || Clock.monotonic() - waiting[next].at > AttackReceiver.later {
            try lookAgain(waiting[next], pickup)
            next += 1
        }
        if next > 4_096 {
            waiting.removeFirst(next)
            next = 0
        }
    }

    private mutating func lookFirst(_ name: FileName, _ pickup: Directory) throws(FileError) {
        let parts = name.description.split(separator: ".")
        // A listing may name a file twice while others come and go.
        guard parts.count == 3, known.insert(name.bytes).inserted else { return }
        let delivery = String(parts[1])
        if try digest(name, pickup) != ledger.digests[delivery] {
            wrongAtOnce += 1
            known.remove(name.bytes)
            delivered += 1
            try pickup.remove(name)
            ledger.forget(delivery)
        } else {
            waiting.append((Clock.monotonic(), name, delivery))
        }
    }

    private mutating func lookAgain(
        _ file: (at: Int64, name: FileName, delivery: String), _ pickup: Directory
    ) throws(FileError) {
        if try digest(file.name, pickup) != ledger.digests[file.delivery] { wrongLater += 1 }
        delivered += 1
        try pickup.remove(file.name)
        known.remove(file.name.bytes)
        ledger.forget(file.delivery)
    }

    private func digest(_ name: FileName, _ pickup: Directory) throws(FileError) -> [UInt8] {
        let file = try pickup.open(name)
        let size = Int(try file.status().size)
        return Digest(of: try file.read(count: size, at: 0)).hexadecimal
    }
}
