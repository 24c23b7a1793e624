extension Descriptor {
    /// Writes 64-bit words where the descriptor stands, in the byte order of this machine; short writes
    /// are continued.
    public borrowing func write(words: [UInt64]) throws(FileError) {
        var failure: FileError?
        unsafe words.withUnsafeBytes { raw in unsafe failure = writeAll(raw) }
        if let failure { throw failure }
    }
}
