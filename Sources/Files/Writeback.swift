/// Has the kernel write a large file back piece by piece while it grows or is read (sync_file_range(2)), so that little is
/// left for `Descriptor.synchronizeData` at its end. All at once, fifty megabytes are in the way of every sync that somebody
/// waits for meanwhile: a journal commits them together.
///
/// It makes nothing durable, and a failure of it is none: `synchronizeData` alone says what is on the disk, and fails where
/// something could not be written.
public struct Writeback: Sendable {
    /// How many bytes make a piece.
    static let piece: Int64 = 1 << 20

    /// Up to where the kernel was told.
    private var begun: Int64 = 0

    /// For a file that nothing was begun of.
    public init() {}

    /// What comes before `end`, in bytes from the file's start, is there: tells the kernel of it, where that makes a piece.
    public mutating func reach(_ end: Int64, of file: borrowing Descriptor) {
        guard end - begun >= Writeback.piece else { return }
        file.beginWriteback(at: begun, count: end - begun)
        begun = end
    }
}
