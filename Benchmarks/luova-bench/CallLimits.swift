import Files

/// The committed limits of `stages`: system calls of the daemon for a hundred messages.
///
/// A file with one JSON object of whole numbers: `messages` and `size` say what is drained, each other member how many
/// calls a hundred messages may cost with that kind of custody, but for those of `SystemCalls.ofThreads`. A twentieth
/// more is forgiven: how many messages make a group depends a little on who comes first.
struct CallLimits {
    /// Messages that are drained.
    let messages: Int
    /// Bytes of each.
    let size: Int
    /// Calls for a hundred messages.
    let calls: [(custody: BenchCustody, limit: Int)]

    /// Reads a file.
    init(path: String) throws(Failure) {
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read(path, limit: 65_536) }
        guard var members = JudgeLimits.members(String(decoding: bytes, as: UTF8.self)),
            let messages = members.removeValue(forKey: "messages"), let size = members.removeValue(forKey: "size")
        else {
            throw Failure(.data, "stages: \(path) is no object of whole numbers with messages and size; correct it")
        }
        self.messages = messages
        self.size = size
        let known = BenchCustody.allCases.compactMap { custody in
            members.removeValue(forKey: "\(custody.rawValue)_calls_of_100").map { (custody, $0) }
        }
        guard members.isEmpty, !known.isEmpty else {
            throw Failure(.data, "stages: \(path) limits something that is not measured, or nothing; correct it")
        }
        calls = known
    }
}
