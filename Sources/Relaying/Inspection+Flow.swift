import Files
import Messages
import Routing
import Spooling
import Validation

extension Inspection {
    /// Judges a file that is too large to be held: it is read once, and each piece of it is judged, counted
    /// into its checksum and, where it will be copied, written to the copy.
    mutating func judgeFlowing(
        _ file: consuming DropFile, _ work: Work, _ sender: Participant, _ folders: ParticipantFolders,
        _ table: RoutingTable, _ now: Int64
    ) throws(FileError) -> WorkResult {
        let status = file.status
        let isCopied = sender.custody == .copy || work.place != .drop
        var copy = isCopied ? try custody.beginCopy(in: folders.taken) : nil
        var hash = SHA256()
        var offset: Int64 = 0
        var writeback = Writeback()
        var limits = table.settings.limits
        limits.quotesValues = sender.quotesValues
        limits.judgesItems = table.judgesItems(of: sender.identifier)
        let judgement = try validator.judge(
            contracts: table.contracts, limits: limits, encodings: table.encodings(of: sender.identifier),
            isRouted: { table.isRouted($0, from: sender.identifier) }
        ) { buffer throws(FileError) in
            let count = try file.read(into: &buffer, at: offset)
            hash.update(buffer.span.extracting(0..<count))
            offset += Int64(count)
            if let copy { try copy.append(buffer[..<count]) } else { file.begin(&writeback, through: offset) }
            return count
        }
        guard offset == status.size, try file.isUnchanged() else { return .later(nil) }
        if let patience = patience(judgement, status, table, now) { return .incomplete(patience) }
        let digest = hash.finish()
        let whole = Authorization(table: table, day: day(of: now))
            .decide(judgement, from: sender, size: offset)
        let (verdict, rest) = try takeOut(
            whole, sender, folders, table, now, size: offset, digest: digest
        ) { buffer, offset throws(FileError) in
            if let copy { return try copy.read(into: &buffer, at: offset) }
            return try file.read(into: &buffer, at: offset)
        }
        if let rest { return try candidate(rest, verdict, file, work, sender, folders, table, digest: digest) }
        let staging = try stageFlowing(file, work, verdict, sender, folders, copy: copy, digest: digest)
        copy = nil
        guard let body = body(of: staging) else { return .later(0) }
        return .candidate(
            Candidate(
                sender: sender, folders: folders, table: table, work: work, status: status, file: file,
                verdict: verdict, digest: digest, body: body))
    }

    /// Stages what was judged as it flowed past.
    ///
    /// - Parameters:
    ///   - copy: the first copy, written but not finished; nil where none was made.
    ///   - digest: the content of each copy.
    func stageFlowing(
        _ file: borrowing DropFile, _ work: Work, _ verdict: Verdict, _ sender: Participant,
        _ folders: ParticipantFolders, copy: StagedCopy?, digest: Digest, mayMove: Bool = true
    ) throws(FileError) -> Staging {
        var copy = copy
        var last = copy
        return try stage(
            file, work, verdict, sender, folders, isLarge: true, mayMove: mayMove
        ) { group throws(FileError) in
            // The first one is there already; the others, and one that could not be moved, are made of what
            // was judged.
            let made: StagedCopy
            if let copy { made = copy } else { made = try again(last, file, digest, in: folders.taken) }
            (copy, last) = (nil, made)
            return try made.finish(group: group)
        }
    }

    /// One more copy: of our own one, or, where there is none, of the file, if it is still what was judged.
    private func again(
        _ copy: StagedCopy?, _ file: borrowing DropFile, _ digest: Digest, in taken: Directory
    ) throws(FileError) -> StagedCopy {
        let made = try custody.beginCopy(in: taken)
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 131_072)
        var offset: Int64 = 0
        while true {
            let count: Int
            if let copy {
                count = try copy.read(into: &buffer, at: offset)
            } else {
                count = try file.read(into: &buffer, at: offset)
            }
            if count == 0 { break }
            hash.update(buffer.span.extracting(0..<count))
            try made.append(buffer[..<count])
            offset += Int64(count)
        }
        guard hash.finish() == digest else { throw FileError(.read, taken.path(of: file.name), .tryAgain) }
        return made
    }
}
