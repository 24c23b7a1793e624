import Files
import Messages

extension Descriptor {
    /// The SHA-256 of a whole file, whatever its size, in bounded memory.
    borrowing func digest() throws(FileError) -> Digest {
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let piece = try read(count: 1 << 18, at: offset)
            if piece.isEmpty { return hash.finish() }
            hash.update(piece.span)
            offset += Int64(piece.count)
        }
    }
}
