import Files
import Messages

/// One sample: a file, who sends it, and what must become of it.
///
/// `Samples/accepted/<type>/<sender>.<words>.<xml|json>`, `Samples/partly-accepted/…`, `Samples/refused/<reason>/…`,
/// `Samples/duplicate/…`.
struct SampleFile {
    /// Its path.
    let path: String
    /// Its name, which it keeps in the drop folder.
    let name: String
    /// Who sends it: what stands before the first dot of its name.
    let sender: ParticipantIdentifier
    /// What must become of it.
    let expected: Outcome
    /// Why it must be refused.
    let reason: Reason?
    /// Whether it is a batch of which only some items go on.
    var isPartly = false

    /// All samples below a folder, in the order of their paths.
    static func all(in folder: String) throws(FileError) -> [SampleFile] {
        var samples: [SampleFile] = []
        for type in try names("\(folder)/accepted") {
            samples += try files("\(folder)/accepted/\(type)", .accepted, nil)
        }
        if WholeFile.status("\(folder)/partly-accepted") != nil {
            for var sample in try files("\(folder)/partly-accepted", .accepted, nil) {
                sample.isPartly = true
                samples.append(sample)
            }
        }
        samples += try files("\(folder)/duplicate", .duplicate, nil)
        for reason in try names("\(folder)/refused") {
            samples += try files("\(folder)/refused/\(reason)", .refused, Reason(rawValue: reason))
        }
        return samples
    }

    private static func names(_ folder: String) throws(FileError) -> [String] {
        try Directory(path: folder).entries().map(\.name.description).filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func files(_ folder: String, _ expected: Outcome, _ reason: Reason?) throws(FileError)
        -> [SampleFile]
    {
        try names(folder).map { name in
            let sender = ParticipantIdentifier(String(name.prefix { $0 != "." }))
            return SampleFile(path: "\(folder)/\(name)", name: name, sender: sender, expected: expected, reason: reason)
        }
    }

    /// Puts it into its sender's drop folder, as its sender would.
    func drop(into spool: String) throws(FileError) {
        let drop = "\(spool)/participants/\(sender)/drop"
        try WholeFile.makeDirectories(drop)
        let target = "\(drop)/\(name)"
        if reason == .notAFile, let resolved = WholeFile.resolved(path) {
            return try ScratchFolder.symbolicLink(target, to: resolved)
        }
        try WholeFile.write(try WholeFile.read(path), to: target)
        // Its sender has had its time to go on with it.
        if reason == .incomplete { try ScratchFolder.setModified(target, Clock.realtime() - 3_600_000_000_000) }
    }
}
