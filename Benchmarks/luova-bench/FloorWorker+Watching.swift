import Glibc

// The floor as a service: one message after the other, as inotify names them, each durable by itself before it is
// delivered.
extension FloorWorker {
    /// Handles what comes to the drop folders, and never returns.
    mutating func watch(_ drops: [String]) -> Never {
        let size = 65_536
        let events = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        let inotify = floorCheck(inotify_init1(CInt(O_CLOEXEC)), "cannot hear of messages")
        // The kernel numbers watches from 1.
        for (place, drop) in drops.enumerated()
        where floorCheck(
            inotify_add_watch(inotify, drop, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO)), "cannot watch a drop folder")
            != place + 1
        { floorFail("watches are not numbered one by one", 0) }
        let ready = "floor: ready: one message at a time\n"
        _ = ready.withCString { write(2, $0, strlen($0)) }
        var sequence = 0
        while true {
            let filled = floorCheck(read(inotify, events, size), "cannot hear of messages")
            var start = 0
            while start < filled {
                // struct inotify_event: watch 4, mask 4, cookie 4, name length 4, name.
                let length = Int((events + start + 12).load(as: UInt32.self))
                let watch = (events + start).load(as: CInt.self)
                let name = (events + start + 16).assumingMemoryBound(to: CChar.self)
                start += 16 + length
                guard length > 0, strstr(name, ".part") == nil else { continue }
                sequence += 1
                strcpy(slots[0].name, name)
                slots[0].sequence = sequence
                slots[0].sender = Int(watch) - 1
                deliver()
            }
        }
    }

    /// Stages the message at hand, makes its body durable, commits it and delivers it.
    private mutating func deliver() {
        count = 1
        if job.pointee.moves {
            stageMove(slots)
            checkCustody()
        } else {
            stageCopy(slots)
        }
        floorCheck(fdatasync(slots[0].descriptor), "cannot sync a message")
        if !job.pointee.moves { close(slots[0].descriptor) }
        lines.set(0, slots)
        lines.append(1, to: job.pointee.ledger)
        job.pointee.moves ? deliverMoved(slots) : deliverCopy(slots)
    }
}
