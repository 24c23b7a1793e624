public import Files

/// Our own copy of a message in `taken/`, written piece by piece while the message is judged. Not durable,
/// and known to nobody, before it is finished; removed when it goes without that.
public final class StagedCopy {
    private let taken: Directory
    private let file: Descriptor
    private let name: TakenName
    private var isKept = false
    private var count: Int64 = 0
    private var writeback = Writeback()

    init(name: TakenName, in taken: Directory) throws(FileError) {
        self.name = name
        self.taken = taken
        file = try taken.create(name.fileName, mode: 0o640)
    }

    deinit {
        // Nobody knows the name yet, so nothing but space is lost with it.
        if !isKept { _ = try? taken.remove(name.fileName) }
    }

    /// Adds bytes at its end. What is there is written back while the rest is still judged.
    public func append(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        try file.write(bytes)
        count += Int64(bytes.count)
        writeback.reach(count, of: file)
    }

    /// Makes the content durable and gives it to a group that may read it. Its name is as durable as the
    /// folder is made.
    public func finish(group: UInt32?) throws(FileError) -> TakenName {
        // Without the right to give it away it is still delivered; `canGive` has told the operator.
        if let group { try? file.changeOwner(to: nil, group: group) }
        try file.synchronizeData()
        isKept = true
        return name
    }

    /// Fills `buffer` from its start with what stands at an offset, and says how many bytes there were.
    public func read(into buffer: inout [UInt8], at offset: Int64) throws(FileError) -> Int {
        try file.read(into: &buffer, count: buffer.count, at: offset)
    }
}
