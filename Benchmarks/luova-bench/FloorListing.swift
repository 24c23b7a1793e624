import CLibXML2
import CLinux
import Glibc

/// Hands out names of the drop folders, a group at a time, to whichever thread asks (getdents64(2)).
/// Memory is bounded whatever the number of files.
struct FloorListing {
    /// Names in a group.
    static let group = 256
    /// Bytes for a name with its NUL.
    static let nameSize = 256

    private struct State {
        var lock = pthread_mutex_t()
        let folders: [CInt]
        var sender = 0
        let buffer: UnsafeMutableRawPointer
        var next = 0
        var filled = 0
        var handedOut = 0
    }

    private static let bufferSize = 65_536
    private let state: UnsafeMutablePointer<State>

    /// A listing of open folders that nobody else lists, one after the other.
    init(_ folders: [CInt]) {
        state = .allocate(capacity: 1)
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: FloorListing.bufferSize, alignment: 8)
        state.initialize(to: State(folders: folders, buffer: buffer))
        pthread_mutex_init(&state.pointee.lock, nil)
    }

    /// Fills `slots` with up to a group of names, numbered without a gap over all threads. Says how many;
    /// 0 at the end.
    func take(_ slots: UnsafeMutablePointer<FloorSlot>) -> Int {
        pthread_mutex_lock(&state.pointee.lock)
        defer { pthread_mutex_unlock(&state.pointee.lock) }
        var count = 0
        while count < FloorListing.group, let name = nextName() {
            if name[0] == 0x2E { continue }
            strcpy(slots[count].name, name)
            state.pointee.handedOut += 1
            slots[count].sequence = state.pointee.handedOut
            slots[count].sender = state.pointee.sender
            count += 1
        }
        return count
    }

    private func nextName() -> UnsafePointer<CChar>? {
        while state.pointee.next == state.pointee.filled {
            guard state.pointee.sender < state.pointee.folders.count else { return nil }
            let filled = luova_getdents64(
                state.pointee.folders[state.pointee.sender], state.pointee.buffer, FloorListing.bufferSize)
            floorCheck(filled, "cannot list a drop folder")
            state.pointee.filled = filled
            state.pointee.next = 0
            if filled == 0 { state.pointee.sender += 1 }
        }
        // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name.
        let entry = state.pointee.buffer + state.pointee.next
        state.pointee.next += Int(entry.load(fromByteOffset: 16, as: UInt16.self))
        return UnsafePointer((entry + 19).assumingMemoryBound(to: CChar.self))
    }
}

/// One file of a group, from the listing to its last rename.
struct FloorSlot {
    /// Its name in the drop folder, in memory of `FloorListing.nameSize` bytes.
    let name: UnsafeMutablePointer<CChar>
    /// Its number, which makes the names that the floor gives it.
    var sequence = 0
    /// In whose drop folder it is.
    var sender = 0
    /// Which type it is of.
    var type = 0
    /// What it was when it was opened.
    var status = stat()
    /// Kept open until the group is durable; -1 when there is no need.
    var descriptor: CInt = -1
}
