import CLinux
import Glibc

/// A group's lines for the ledger: made once, and filled in for each group. As long as the daemon's are on
/// the whole, and with what a recovery would need: number, inode, size, and the file's name.
struct FloorLines {
    /// Bytes of a line, with its end.
    static let length = 300

    private let bytes: UnsafeMutablePointer<CChar>
    private static let beginning = #"{"event":"accepted","from":"bench-sender","sequence":""#
    private static let inode = #"","inode":""#
    private static let size = #"","size":""#
    private static let name = #"","to":["bench-receiver"],"file":""#
    private static let sequenceAt = beginning.utf8.count
    private static let inodeAt = sequenceAt + FloorName.digitCount + inode.utf8.count
    private static let sizeAt = inodeAt + 20 + size.utf8.count
    private static let nameAt = sizeAt + FloorName.digitCount + name.utf8.count
    private static let longestName = length - nameAt - 3

    /// Lines for a group, blank where the values belong.
    init() {
        bytes = .allocate(capacity: FloorLines.length * FloorListing.group)
        let zeros = String(repeating: "0", count: 20)
        let ten = String(repeating: "0", count: FloorName.digitCount)
        let start = FloorLines.beginning + ten + FloorLines.inode + zeros + FloorLines.size + ten + FloorLines.name
        let blank = start + String(repeating: " ", count: FloorLines.longestName) + "\"}\n"
        precondition(blank.utf8.count == FloorLines.length, "a line is \(FloorLines.length) bytes long")
        for line in 0..<FloorListing.group { memcpy(bytes + line * FloorLines.length, blank, FloorLines.length) }
    }

    /// Fills in one line.
    func set(_ line: Int, _ slot: UnsafeMutablePointer<FloorSlot>) {
        let start = bytes + line * FloorLines.length
        FloorName.write(slot.pointee.sequence, to: start + FloorLines.sequenceAt, count: FloorName.digitCount)
        FloorName.write(Int(slot.pointee.status.st_ino), to: start + FloorLines.inodeAt, count: 20)
        FloorName.write(Int(slot.pointee.status.st_size), to: start + FloorLines.sizeAt, count: FloorName.digitCount)
        memset(start + FloorLines.nameAt, 0x20, FloorLines.longestName)
        memcpy(start + FloorLines.nameAt, slot.pointee.name, min(strlen(slot.pointee.name), FloorLines.longestName))
    }

    /// Appends the first lines with one write, and makes them durable: the commit.
    func append(_ count: Int, to ledger: CInt) {
        let length = count * FloorLines.length
        if write(ledger, bytes, length) != length { floorFail("cannot write the ledger", errno) }
        floorCheck(fdatasync(ledger), "cannot sync the ledger")
    }
}
