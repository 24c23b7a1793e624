import CLibXML2
import CLinux
import Glibc

// What both kinds of custody begin with.
extension FloorWorker {
    /// Opens a file without following a link, makes sure that nobody writes it, and looks at it. Gives the
    /// descriptor, which holds the read lease.
    func open(_ slot: UnsafeMutablePointer<FloorSlot>) -> CInt {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let file = floorCheck(luova_openat(drop(slot), slot.pointee.name, flags, 0), "cannot open a message")
        // Where there are no leases, the look after reading must do.
        if luova_fcntl(file, CInt(LUOVA_F_SETLEASE), CInt(F_RDLCK)) == -1, errno == EAGAIN {
            floorFail("a message is open for writing", 0)
        }
        floorCheck(fstat(file, &slot.pointee.status), "cannot look at a message")
        guard slot.pointee.status.st_mode & S_IFMT == S_IFREG, slot.pointee.status.st_nlink == 1 else {
            floorFail("a message is no plain file with one name", 0)
        }
        return file
    }

    /// Reads a whole file and judges it.
    mutating func judge(_ file: CInt, _ slot: UnsafeMutablePointer<FloorSlot>) {
        let size = Int(slot.pointee.status.st_size)
        if size >= capacity {
            buffer.deallocate()
            capacity = size * 2
            buffer = .allocate(capacity: capacity)
        }
        if read(file, buffer, size) != size { floorFail("cannot read a message", errno) }
        buffer[size] = 0
        slot.pointee.type = type()
        let isJSON = buffer[0] == UInt8(ascii: "{")
        let isValid =
            isJSON
            ? validation.acceptsJSON(buffer, count: size, type: slot.pointee.type)
            : validation.accepts(buffer, count: size, type: slot.pointee.type)
        guard isValid else { floorFail("a message is not valid", 0) }
    }

    /// Of which type the message in the buffer is: its namespace tells.
    private func type() -> Int {
        let namespaces = job.pointee.namespaces
        if namespaces.isEmpty { return 0 }
        let text = UnsafeMutableRawPointer(buffer).assumingMemoryBound(to: CChar.self)
        guard let found = strstr(text, "urn:luova:") else { floorFail("a message has no namespace", 0) }
        for place in namespaces.indices where strncmp(found, namespaces[place], strlen(namespaces[place])) == 0 {
            return place
        }
        floorFail("a message has an unknown namespace", 0)
    }

    /// The folder that a message was dropped into.
    func drop(_ slot: UnsafeMutablePointer<FloorSlot>) -> CInt { job.pointee.drops[slot.pointee.sender] }

    /// The folder that a message goes to, which must be made durable.
    func pickup(_ slot: UnsafeMutablePointer<FloorSlot>) -> CInt {
        let way = job.pointee.ways[slot.pointee.sender * job.pointee.schemas.count + slot.pointee.type]
        if way < 0 { floorFail("a message goes to nobody", 0) }
        touched[way] = true
        return job.pointee.pickups[way]
    }

    /// Whether a file is as it was: nobody wrote to it, and it has one name.
    func isUntouched(_ file: CInt, _ slot: UnsafeMutablePointer<FloorSlot>) -> Bool {
        var now = stat()
        floorCheck(fstat(file, &now), "cannot look at a message")
        let before = slot.pointee.status
        return now.st_size == before.st_size && now.st_nlink == 1 && now.st_mtim.tv_sec == before.st_mtim.tv_sec
            && now.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    }

    /// Whether a name means the file that was opened.
    func isSame(_ folder: CInt, _ name: UnsafePointer<CChar>, _ slot: UnsafeMutablePointer<FloorSlot>) -> Bool {
        var now = stat()
        floorCheck(fstatat(folder, name, &now, AT_SYMLINK_NOFOLLOW), "cannot look at a name")
        return now.st_ino == slot.pointee.status.st_ino && now.st_dev == slot.pointee.status.st_dev
    }

    /// Makes the bodies of the group durable, their names, and the renames of the group before.
    func synchronize() {
        if !job.pointee.syncsWhole {
            for place in 0..<count { floorCheck(fdatasync(slots[place].descriptor), "cannot sync a message") }
            if !job.pointee.moves { for place in 0..<count { close(slots[place].descriptor) } }
        }
        if job.pointee.syncsWhole { return job.pointee.synchronizeFolders() }
        floorCheck(fsync(job.pointee.taken), "cannot sync a folder")
        for place in 0..<count where place == 0 || slots[place].sender != slots[place - 1].sender {
            floorCheck(fsync(drop(slots + place)), "cannot sync a folder")
        }
        for place in job.pointee.pickups.indices where touched[place] {
            touched[place] = false
            floorCheck(fsync(job.pointee.pickups[place]), "cannot sync a folder")
        }
    }
}
