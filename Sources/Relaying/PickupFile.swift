import Files
import Handling
import Messages
import Recording
import Routing
import Spooling

/// A file in a pickup folder, by its name.
struct PickupFile {
    /// The number in its name.
    let number: DeliveryIdentifier
    /// Its name.
    let name: FileName
    /// Whose folder it lies in.
    let holder: ParticipantIdentifier
    /// The folder.
    let folder: Directory

    /// Files in the pickup folders of all whom a table has, those with small numbers first, whatever the file system's own
    /// order. Reads no ledger.
    ///
    /// - Parameters:
    ///   - end: only those whose numbers are smaller.
    ///   - read: the number in a name; nil for a file that is not meant.
    static func all(
        in spool: SpoolView, by table: RoutingTable, before end: UInt64, _ read: (FileName) -> DeliveryIdentifier?
    ) throws(FileError) -> [PickupFile] {
        var files: [PickupFile] = []
        for holder in try spool.participants(with: .pickup) where table.participants[holder] != nil {
            guard let folder = try spool.folder(.pickup, of: holder) else { continue }
            try folder.forEachEntry { entry in
                if let number = read(entry.name), number.sequence < end {
                    files.append(PickupFile(number: number, name: entry.name, holder: holder, folder: folder))
                }
                return true
            }
        }
        return files.sorted { $0.isBefore($1) }
    }

    /// By number, and then by name: receipt and feedback of one message share theirs.
    private func isBefore(_ other: PickupFile) -> Bool {
        let (own, others) = ((number.sequence, number.receiver), (other.number.sequence, other.number.receiver))
        return own == others ? name.bytes.lexicographicallyPrecedes(other.name.bytes) : own < others
    }
}

/// Something in a pickup folder that goes when its line is in the ledger, unless it is fetched before.
protocol RetainedInPickup: RetainedInFile {
    /// Whose pickup folder it lies in.
    var holder: ParticipantIdentifier { get }
    /// Its name there.
    var name: FileName { get }
}

extension RetainedInPickup {
    /// Its place in the spool.
    public var path: String { "participants/\(holder)/pickup/\(name.description)" }

    func isThere(in spool: Spool) -> Bool {
        do throws(FileError) {
            return try spool.folders(of: holder).pickup.status(of: name) != nil
        } catch {
            return true
        }
    }
}

extension LedgerRecord {
    /// The name of what a line `purged` removes from a pickup folder; nil where it says too little.
    var unfetchedName: FileName? {
        if let told = receipt ?? feedback { return FileName(told) }
        guard let delivery, let type, let syntax else { return nil }
        return Inbox.name(type, delivery, syntax)
    }
}
