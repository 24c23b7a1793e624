import CLibXML2
import CLinux
import Glibc

/// What all threads of the floor share: open folders, the ledger, the schema, and the listing. Never
/// freed: the process ends with the work.
struct FloorJob {
    /// The sender's folder.
    let drop: CInt
    /// Where bodies are between the drop and the receiver.
    let taken: CInt
    /// The receiver's folder.
    let pickup: CInt
    /// The ledger, open for appending.
    let ledger: CInt
    /// Whether the file itself is taken, or copied.
    let moves: Bool
    /// Whether a group is synced as a whole.
    let syncsWhole: Bool
    /// Compiled once; only read while it validates.
    let schema: xmlSchemaPtr
    /// Who hands out names.
    let listing: FloorListing

    /// Opens everything and compiles the schema.
    init(_ spool: BenchSpool, _ schemaPath: String, _ custody: BenchCustody, _ sync: SyncChoice) {
        drop = FloorJob.folder(spool.drop)
        taken = FloorJob.folder(spool.taken)
        pickup = FloorJob.folder(spool.pickup)
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        ledger = floorCheck(
            luova_openat(AT_FDCWD, "\(spool.ledger)/floor.jsonl", flags, 0o640), "cannot create the ledger")
        floorCheck(fsync(FloorJob.folder(spool.ledger)), "cannot sync the ledger's folder")
        moves = custody == .move
        syncsWhole = sync == .fileSystem
        xmlInitParser()
        guard let context = xmlSchemaNewParserCtxt(schemaPath), let schema = xmlSchemaParse(context) else {
            floorFail("cannot compile the schema", 0)
        }
        xmlSchemaFreeParserCtxt(context)
        self.schema = schema
        listing = FloorListing(FloorJob.folder(spool.drop))
    }

    private static func folder(_ path: String) -> CInt {
        floorCheck(luova_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0), "cannot open a folder")
    }

    /// Makes renames durable.
    func synchronizeFolders() {
        if syncsWhole {
            floorCheck(luova_syncfs(taken), "cannot sync the file system")
        } else {
            for folder in [drop, taken, pickup] { floorCheck(fsync(folder), "cannot sync a folder") }
        }
    }
}

/// Passes an answer of the kernel through, or ends the process when it is -1.
@inline(__always)
@discardableResult
func floorCheck<Number: FixedWidthInteger>(_ answer: Number, _ what: StaticString) -> Number {
    if answer == -1 { floorFail(what, errno) }
    return answer
}

/// Ends the floor: 70 for what it found wrong itself (`cause` 0), 74 for what the kernel refused.
func floorFail(_ what: StaticString, _ cause: CInt) -> Never {
    let why = cause == 0 ? "" : ": \(String(cString: strerror(cause)))"
    let line = "floor: \(what)\(why); nothing of this run counts\n"
    _ = line.withCString { write(2, $0, strlen($0)) }
    _exit(cause == 0 ? 70 : 74)
}
