extension Descriptor {
    /// Writes 64-bit words where the descriptor stands, in the byte order of this machine; short writes
    /// are continued.
    public borrowing func write(words: [UInt64]) throws(FileError) {
        var failure: Errno?
        unsafe words.withUnsafeBytes { raw in
            var done = 0
            while done < raw.count {
                do throws(Errno) {
                    done += try unsafe SystemCall.write(number, UnsafeRawBufferPointer(rebasing: raw[done...]))
                } catch {
                    failure = error
                    break
                }
            }
        }
        if let failure { throw FileError(.write, path, failure) }
    }
}
