import CLinux
import Glibc

// Custody by copy: what was judged is written to a file of our own; the original leaves the drop
// after the commit.
extension FloorWorker {
    /// Judges a message and writes the judged bytes to `taken/`.
    mutating func stageCopy(_ slot: UnsafeMutablePointer<FloorSlot>) {
        let file = open(slot)
        judge(file, slot)
        guard isUntouched(file, slot) else { floorFail("a message changed while it was read", 0) }
        close(file)
        let size = Int(slot.pointee.status.st_size)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let copy = floorCheck(
            luova_openat(job.pointee.taken, takenName.set(slot.pointee.sequence), flags, 0o640), "cannot create a copy")
        if write(copy, buffer, size) != size { floorFail("cannot write a copy", errno) }
        if job.pointee.syncsWhole {
            close(copy)
        } else {
            slot.pointee.descriptor = copy
        }
    }

    /// Claims the original, so that no newer file of its name can be removed, and places the copy. The name
    /// that it is claimed under is used again: each original goes when the next one replaces it, which saves
    /// a call.
    func deliverCopy(_ slot: UnsafeMutablePointer<FloorSlot>) {
        floorCheck(
            luova_renameat2(drop(slot), slot.pointee.name, job.pointee.taken, claimName.text, 0),
            "cannot claim an original")
        guard isSame(job.pointee.taken, claimName.text, slot) else { floorFail("an original was replaced", 0) }
        floorCheck(
            luova_renameat2(
                job.pointee.taken, takenName.set(slot.pointee.sequence), pickup(slot),
                finalName.set(slot.pointee.sequence), CUnsignedInt(LUOVA_RENAME_NOREPLACE)),
            "cannot deliver a message")
    }
}
