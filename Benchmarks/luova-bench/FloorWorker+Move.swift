import CLinux
import Glibc

// Custody by move: the file itself is seized by descriptor, moved to `taken/`, judged there, and moved
// on after the commit.
extension FloorWorker {
    /// Takes a file away from its sender and judges it.
    mutating func stageMove(_ slot: UnsafeMutablePointer<FloorSlot>) {
        let file = open(slot)
        // Ours, and readable for the receiver: owner and mode as they will be delivered.
        floorCheck(fchown(file, geteuid(), slot.pointee.status.st_gid), "cannot take a message over")
        floorCheck(fchmod(file, 0o640), "cannot take a message over")
        let name = takenName.set(slot.pointee.sequence)
        floorCheck(
            luova_renameat2(
                drop(slot), slot.pointee.name, job.pointee.taken, name, CUnsignedInt(LUOVA_RENAME_NOREPLACE)),
            "cannot take a message")
        guard isSame(job.pointee.taken, name, slot) else { floorFail("a message was replaced", 0) }
        judge(file, slot)
        slot.pointee.descriptor = file
    }

    /// Before the commit: nobody wrote to any file of the group, nobody waits to, and none has a second name.
    func checkCustody() {
        for place in 0..<count {
            let slot = slots + place
            let lease = luova_fcntl(slot.pointee.descriptor, CInt(LUOVA_F_GETLEASE), 0)
            guard lease == CInt(F_RDLCK), isUntouched(slot.pointee.descriptor, slot) else {
                floorFail("a message's lease was broken", 0)
            }
        }
    }

    /// Lets go of the lease and moves the file to its receiver.
    func deliverMoved(_ slot: UnsafeMutablePointer<FloorSlot>) {
        close(slot.pointee.descriptor)
        floorCheck(
            luova_renameat2(
                job.pointee.taken, takenName.set(slot.pointee.sequence), pickup(slot),
                finalName.set(slot.pointee.sequence), CUnsignedInt(LUOVA_RENAME_NOREPLACE)),
            "cannot deliver a message")
    }
}
