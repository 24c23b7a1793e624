import Files

/// The committed limits of `judge`: numbers that are the same on every machine.
///
/// A file with one JSON object of whole numbers: `messages` and `size` say what is judged, each other
/// member how many calls for memory a message may cost its contender.
struct JudgeLimits {
    /// Different messages.
    let messages: Int
    /// Bytes of each in XML.
    let size: Int
    /// Calls for memory a message, in the order of the contenders.
    let allocations: [(who: JudgeContender, limit: Int)]

    /// Reads a file.
    init(path: String) throws(Failure) {
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read(path, limit: 65_536) }
        guard var members = JudgeLimits.members(String(decoding: bytes, as: UTF8.self)),
            let messages = members.removeValue(forKey: "messages"), let size = members.removeValue(forKey: "size")
        else { throw Failure(.data, "judge: \(path) is no object of whole numbers with messages and size; correct it") }
        self.messages = messages
        self.size = size
        let known = JudgeContender.allCases.compactMap { who in
            members.removeValue(forKey: "\(who.rawValue)_allocations").map { (who, $0) }
        }
        guard members.isEmpty, !known.isEmpty else {
            throw Failure(.data, "judge: \(path) limits something that is not measured, or nothing; correct it")
        }
        allocations = known
    }

    /// The members of an object without objects; nil when it is none.
    static func members(_ text: String) -> [String: Int]? {
        let plain = text.filter { !$0.isWhitespace }
        guard plain.hasPrefix("{"), plain.hasSuffix("}") else { return nil }
        var members: [String: Int] = [:]
        for member in plain.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false) {
            let parts = member.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].hasPrefix("\""), parts[0].hasSuffix("\""), let value = Int(parts[1]) else {
                return nil
            }
            members[String(parts[0].dropFirst().dropLast())] = value
        }
        return members
    }
}
