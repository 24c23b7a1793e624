import CLibXML2
import CLinux
import Glibc

/// What all threads of the floor share: open folders, the ledger, the schema, and the listing. Never
/// freed: the process ends with the work.
struct FloorJob {
    /// The senders' folders.
    let drops: UnsafeMutableBufferPointer<CInt>
    /// Where bodies are between the drop and the receiver.
    let taken: CInt
    /// The receivers' folders.
    let pickups: UnsafeMutableBufferPointer<CInt>
    /// To which receiver a sender's messages of a type go: at sender · types + type; -1: to nobody.
    let ways: UnsafeMutableBufferPointer<Int>
    /// The ledger, open for appending.
    let ledger: CInt
    /// Whether the file itself is taken, or copied.
    let moves: Bool
    /// Whether a group is synced as a whole.
    let syncsWhole: Bool
    /// Compiled once, one for each type; only read while they validate.
    let schemas: UnsafeMutableBufferPointer<xmlSchemaPtr>
    /// By what the type of a message is known, one for each schema; empty where there is only one.
    let namespaces: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>>
    /// Who hands out names.
    let listing: FloorListing

    /// Opens everything and compiles the schemas.
    init(_ spool: BenchSpool, _ layout: FloorLayout, _ custody: BenchCustody, _ sync: SyncChoice) {
        drops = FloorJob.kept(layout.senders.map { FloorJob.folder(spool.drop(of: $0)) })
        taken = FloorJob.folder(spool.taken)
        pickups = FloorJob.kept(layout.receivers.map { FloorJob.folder(spool.pickup(of: $0)) })
        ways = FloorJob.kept(layout.ways)
        namespaces = FloorJob.kept(layout.namespaces.map { strdup($0) })
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        ledger = floorCheck(
            luova_openat(AT_FDCWD, "\(spool.ledger)/floor.jsonl", flags, 0o640), "cannot create the ledger")
        floorCheck(fsync(FloorJob.folder(spool.ledger)), "cannot sync the ledger's folder")
        moves = custody == .move
        syncsWhole = sync == .fileSystem
        xmlInitParser()
        schemas = FloorJob.kept(layout.schemas.map(FloorJob.schema))
        listing = FloorListing(layout.senders.map { FloorJob.folder(spool.drop(of: $0)) })
    }

    private static func schema(_ path: String) -> xmlSchemaPtr {
        guard let context = xmlSchemaNewParserCtxt(path), let schema = xmlSchemaParse(context) else {
            floorFail("cannot compile a schema", 0)
        }
        xmlSchemaFreeParserCtxt(context)
        return schema
    }

    /// Values at an address, for as long as the process lives.
    private static func kept<Value>(_ values: [Value]) -> UnsafeMutableBufferPointer<Value> {
        let kept = UnsafeMutableBufferPointer<Value>.allocate(capacity: values.count)
        _ = kept.initialize(from: values)
        return kept
    }

    private static func folder(_ path: String) -> CInt {
        floorCheck(luova_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0), "cannot open a folder")
    }

    /// Makes renames durable.
    func synchronizeFolders() {
        if syncsWhole {
            floorCheck(luova_syncfs(taken), "cannot sync the file system")
        } else {
            for folder in [taken] + drops + pickups { floorCheck(fsync(folder), "cannot sync a folder") }
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
