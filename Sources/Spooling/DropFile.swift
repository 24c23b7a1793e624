public import Files
public import Messages

/// What a look at a name in a drop folder found.
public enum DropAnswer: ~Copyable {
    /// A file that can be read now.
    case ready(DropFile)
    /// Somebody is still writing it, or may be; look again when it is closed, or later. What stood in its
    /// change time then, for `DropRules.lastChange`.
    case notYet(changed: Int64)
    /// Nothing is there any more.
    case gone
    /// A folder: reported, and left.
    case folder
    /// It can never be read as a message.
    case refused(Refusal, FileStatus)
}

/// What decides whether a file may be taken.
public struct DropRules: Sendable {
    /// The account that must own it; nil when any may.
    public var owner: UInt32?
    /// The largest file, in bytes.
    public var largest: Int64
    /// How long it must lie unchanged where no lease can be had and no event told that it was closed.
    public var settle: Int64
    /// Whether an event has told that its writer closed it.
    public var wasClosed: Bool
    /// Its change time when it was looked at `settle` ago or earlier: if that is still so it has lain still,
    /// whatever the clock says meanwhile.
    public var lastChange: Int64?

    /// States the rules.
    public init(owner: UInt32?, largest: Int64, settle: Int64, wasClosed: Bool, lastChange: Int64? = nil) {
        self.owner = owner
        self.largest = largest
        self.settle = settle
        self.wasClosed = wasClosed
        self.lastChange = lastChange
    }
}

/// A plain file in a drop folder, open for reading, that nobody was writing when it was opened. Holds
/// its read lease, where one can be had, until it goes.
public struct DropFile: ~Copyable, Sendable {
    /// Its name there.
    public let name: FileName
    /// What the kernel said of it when it was opened.
    public let status: FileStatus
    /// Whether a read lease keeps writers off.
    public let isLeased: Bool
    private let descriptor: Descriptor

    /// Opens a name if a message may be read from it. Follows no link, waits for nothing, and changes nothing.
    /// What it is, is asked of the open file, so that nothing can be exchanged between the look and the opening.
    ///
    /// - Parameters:
    ///   - drop: a drop folder, or `taken/` for what a crash or a swap left there.
    ///   - isTaken: whether it is `taken/`: then what we have seized already is welcome, whoever must own what
    ///     is sent.
    ///   - now: nanoseconds since 1970.
    public static func open(
        _ name: FileName, in drop: Directory, isTaken: Bool = false, rules: DropRules, now: Int64
    ) throws(FileError) -> DropAnswer {
        let descriptor: Descriptor
        do throws(FileError) {
            descriptor = try drop.open(name)
        } catch {
            return try unopened(name, in: drop, isTaken: isTaken, rules: rules, now: now, error)
        }
        let lease = descriptor.takeReadLease()
        let status = try descriptor.status()
        if let answer = obstacle(status, isTaken: isTaken, rules: rules, now: now) { return answer }
        switch lease {
        case .writerPresent: return .notYet(changed: status.changed)
        case .unavailable where !rules.wasClosed && isRecent(status, rules, now):
            return .notYet(changed: status.changed)
        case .held, .unavailable: break
        }
        if status.size > rules.largest {
            let text =
                "the file has \(status.size) bytes, and the service allows \(rules.largest); "
                + "send less in one file, or ask the operator to raise its max-size"
            return .refused(refusal(.tooLarge, text), status)
        }
        return .ready(DropFile(name: name, status: status, isLeased: lease == .held, descriptor: descriptor))
    }

    /// What is to be said of a name that could not be opened.
    private static func unopened(
        _ name: FileName, in drop: Directory, isTaken: Bool, rules: DropRules, now: Int64, _ error: FileError
    ) throws(FileError) -> DropAnswer {
        guard error.cause != .noSuchFile, let seen = try drop.status(of: name) else { return .gone }
        if let answer = obstacle(seen, isTaken: isTaken, rules: rules, now: now) { return answer }
        switch error.cause {
        case .accessDenied, .notPermitted:
            return isRecent(seen, rules, now)
                ? .notYet(changed: seen.changed)
                : .refused(refusal(.unreadable, unreadableText), seen)
        // What could not be opened has been exchanged for a plain file.
        case .tooManyLinks, .noSuchDevice: return .notYet(changed: seen.changed)
        default: throw error
        }
    }

    private static let unreadableText =
        "the service may not read the file; give its group the right to read, and send it again"

    /// Why no message can be read from it, whoever writes it or not; nil when one can.
    private static func obstacle(
        _ status: FileStatus, isTaken: Bool, rules: DropRules, now: Int64
    ) -> DropAnswer? {
        switch status.kind {
        case .directory: return .folder
        case .symbolicLink, .other:
            return .refused(refusal(.notAFile, "this is no plain file; send the message as one"), status)
        case .regular: break
        }
        if status.links > 1 {
            // Some senders link a finished file into place and then remove the first name. They are waited for once: who
            // links to a file that somebody goes on writing would be waited for without end.
            return rules.lastChange == nil && isRecent(status, rules, now)
                ? .notYet(changed: status.changed)
                : .refused(refusal(.linked, "the file has more than one name; send a copy"), status)
        }
        // Removed since it was opened.
        if status.links == 0 { return .gone }
        if let owner = rules.owner, status.owner != owner, !(isTaken && status.owner == Account.current) {
            let text =
                "the file belongs to another account than this sender's; send it again with the right account, "
                + "or ask the operator which that is"
            return .refused(refusal(.wrongOwner, text), status)
        }
        return nil
    }

    /// Whether it changed so lately that its sender may still be at it.
    private static func isRecent(_ status: FileStatus, _ rules: DropRules, _ now: Int64) -> Bool {
        now - status.changed < rules.settle && rules.lastChange != status.changed
    }

    private static func refusal(_ reason: Reason, _ text: String) -> Refusal {
        Refusal(reason, [MessageError(.file, text)])
    }

    private init(name: FileName, status: FileStatus, isLeased: Bool, descriptor: consuming Descriptor) {
        self.name = name
        self.status = status
        self.isLeased = isLeased
        self.descriptor = descriptor
    }

    /// Reads the whole file into `buffer`, with one NUL behind it, and says how many bytes it has. Nil
    /// when it changed meanwhile. Notes whether the disk had to be waited for.
    public borrowing func read(into buffer: inout [UInt8], noting wait: inout DiskWait) throws(FileError) -> Int? {
        let size = Int(status.size)
        if buffer.count < size + 1 { buffer.append(contentsOf: repeatElement(0, count: size + 1 - buffer.count)) }
        let count = try descriptor.read(into: &buffer, count: size, at: 0, noting: &wait)
        buffer[count] = 0
        guard count == size else { return nil }
        // A lease keeps writers off; whether it stood all the time is asked before the file goes.
        if isLeased { return count }
        return try isUnchanged() ? count : nil
    }

    /// Fills `buffer` from its start with what stands at an offset, and says how many bytes there were; 0
    /// behind the size that the file had when it was opened.
    public borrowing func read(into buffer: inout [UInt8], at offset: Int64) throws(FileError) -> Int {
        let count = min(Int64(buffer.count), max(0, status.size - offset))
        return try descriptor.read(into: &buffer, count: Int(count), at: offset)
    }

    /// Lends the open file, to be read by another process from its start.
    public borrowing func lend<Answer>(
        _ body: (borrowing Descriptor) throws(FileError) -> Answer
    ) throws(FileError) -> Answer {
        try body(descriptor)
    }

    /// Whether it is as it was when it was opened, so that what was read piece by piece is one file.
    public borrowing func isUnchanged() throws(FileError) -> Bool {
        try descriptor.status().isUnchanged(since: status)
    }

    /// Whether nobody wrote to the file since it was opened, or waits to write to it. Where it goes by another
    /// name than its own, ask `isUntouched`.
    public borrowing func isUnwritten() throws(FileError) -> Bool {
        if isLeased { return try descriptor.stillHoldsLease() }
        let now = try descriptor.status()
        return now.size == status.size && now.modified == status.modified
    }

    /// Whether the file is as it was when it was read, has no second name, and nobody waits to write to it.
    public borrowing func isUntouched() throws(FileError) -> Bool {
        let now = try descriptor.status()
        let same = now.size == status.size && now.modified == status.modified
        guard same, now.links == 1 else { return false }
        return isLeased ? try descriptor.stillHoldsLease() : true
    }

    /// Takes the file away from its sender: our account; mode 0600, or 0640 for a group that it will be delivered to.
    borrowing func seize(by account: UInt32, for group: UInt32?) throws(FileError) {
        try descriptor.changeOwner(to: account, group: group)
        try descriptor.changeMode(to: group == nil ? 0o600 : 0o640)
    }

    /// Gives it back as it was: the mode first, because only an owner may set it.
    borrowing func giveBack() throws(FileError) {
        guard try descriptor.status().owner == Account.current else { return }
        try descriptor.changeMode(to: status.mode & 0o777)
        try descriptor.changeOwner(to: status.owner, group: status.group)
    }

    /// Puts a moved original back where it was, because it can no longer be trusted; its sender's next
    /// close makes it a new message.
    ///
    /// - Returns: nil when it is there; else its name in `taken/`, where it stays because its name in the drop
    ///   is in use again: it is to be inspected from there, at once.
    @discardableResult
    public borrowing func putBack(_ taken: TakenName, from folder: Directory, to drop: Directory) -> TakenName? {
        do throws(FileError) {
            // Before it is back: nothing in a drop folder is ever ours.
            try giveBack()
            try folder.rename(taken.fileName, to: drop, name)
            return nil
        } catch {
            return taken
        }
    }

    /// Of a file that will be moved, what comes before `end` has been read: it is written back while the rest is read.
    public borrowing func begin(_ writeback: inout Writeback, through end: Int64) {
        writeback.reach(end, of: descriptor)
    }

    /// Makes its content durable.
    public borrowing func synchronize() throws(FileError) { try descriptor.synchronizeData() }
}
