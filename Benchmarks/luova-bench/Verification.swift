import Files

/// Checks what a run left: every message arrived, once, byte for byte, and the drop folder is empty. A
/// figure of a run that lost something would be worth nothing.
struct Verification {
    /// What was drained.
    let load: DrainLoad
    /// Where to look.
    let spool: BenchSpool
    /// Whose work it was.
    let who: Contender

    /// Throws when anything is not as it must be.
    func check() throws(Failure) {
        let left = try Failure.orFile { () throws(FileError) in try BenchSpool.count(spool.drop) }
        guard left == 0 else { throw wrong("\(left) files are still in the drop folder") }
        let found = try Failure.orFile { () throws(FileError) in try BenchSpool.count(spool.pickup) }
        guard found == load.messages else { throw wrong("\(found) of \(load.messages) files arrived") }
        try compare()
    }

    private func wrong(_ text: String) -> Failure {
        Failure(.software, "\(who.rawValue), \(spool.path): \(text); this is a bug, and nothing of this run counts")
    }

    /// Compares each file with the message that it says it is.
    private func compare() throws(Failure) {
        var mill = MessageMill(size: load.traffic.size)
        var seen = [Bool](repeating: false, count: load.messages)
        var buffer = [UInt8](repeating: 0, count: load.traffic.size + 1)
        var failure: Failure?
        try Failure.orFile { () throws(FileError) in
            let pickup = try Directory(path: spool.pickup)
            var problem: FileError?
            try pickup.forEachEntry { entry in
                do throws(FileError) {
                    let count = try pickup.open(entry.name).read(into: &buffer, count: buffer.count, at: 0)
                    guard let number = MessageMill.number(of: buffer[..<count]), seen.indices.contains(number),
                        mill.message(number) == buffer[..<count]
                    else {
                        failure = wrong("'\(entry.name.description)' is not what was sent")
                        return false
                    }
                    if seen[number] { failure = wrong("message \(number) arrived twice") }
                    seen[number] = true
                    return failure == nil
                } catch {
                    problem = error
                    return false
                }
            }
            if let problem { throw problem }
        }
        if let failure { throw failure }
    }
}
