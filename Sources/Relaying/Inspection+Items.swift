import Files
import Messages
import Routing
import Spooling
import Validation

// Batches whose good items go on: the bad ones are cut out of the judged bytes, what is left is judged anew and
// staged, and the feedback about the others is staged beside it, so that one commit makes both true.
extension Inspection {
    /// A batch without its bad items, staged but not finished, and the feedback, which is.
    struct Rest {
        let copy: StagedCopy
        let part: Candidate.Part
    }

    /// What of a batch may go on, where its row lets the good items go on without the others.
    ///
    /// - Parameters:
    ///   - whole: the verdict on what was sent.
    ///   - size: the length of that.
    ///   - digest: its content.
    ///   - source: reads it again; see `ItemCut`.
    /// - Returns: the verdict, and what is staged where it is not on the whole.
    mutating func takeOut(
        _ whole: Verdict, _ sender: Participant, _ folders: ParticipantFolders, _ table: RoutingTable, _ now: Int64,
        size: Int64, digest: Digest, reading source: (inout [UInt8], Int64) throws(FileError) -> Int
    ) throws(FileError) -> (verdict: Verdict, rest: Rest?) {
        let authorization = Authorization(table: table, day: day(of: now))
        let items = authorization.separableItems(of: whole)
        var whole = whole
        // Much, and nobody asks for it any more.
        whole.judgement.items = nil
        guard let items else { return (whole, nil) }
        let copy = try custody.beginCopy(in: folders.taken)
        var hash = SHA256()
        var check = SHA256()
        let verdict = try authorization.decide(
            whole, without: items, from: sender, size: size, judgedBy: &validator
        ) { buffer, offset throws(FileError) in
            let count = try source(&buffer, offset)
            check.update(buffer.span.extracting(0..<count))
            return count
        } writing: { bytes throws(FileError) in
            hash.update(bytes.span)
            try copy.append(bytes)
        }
        guard verdict.part != nil else { return (verdict, nil) }
        // Read from the drop folder, it may be another by now.
        guard check.finish() == digest else { throw FileError(.read, folders.taken.path, .tryAgain) }
        let batch = verdict.judgement.header.messageID ?? []
        let feedback = ProcessingFeedback(
            time: Timestamp(nanoseconds: now), receiver: sender.identifier,
            batch: table.settings.masksPersonalIdentityCodes ? PersonalIdentityMask.masked(batch) : batch,
            digest: digest, environment: table.environment(of: sender), count: items.count, refused: items.refused)
        let staged = try custody.beginCopy(in: folders.taken, kind: .receipt)
        try feedback.write { bytes throws(FileError) in try staged.append(bytes) }
        let part = Candidate.Part(digest: hash.finish(), feedback: try staged.finish(group: folders.group))
        return (verdict, Rest(copy: copy, part: part))
    }

    /// The candidate for a batch that goes on without some of its items. The file itself is not what is delivered,
    /// so that it is never moved.
    mutating func candidate(
        _ rest: consuming Rest, _ verdict: Verdict, _ file: consuming DropFile, _ work: Work, _ sender: Participant,
        _ folders: ParticipantFolders, _ table: RoutingTable, digest: Digest
    ) throws(FileError) -> WorkResult {
        let status = file.status
        let part = rest.part
        let body: Candidate.Body?
        do throws(FileError) {
            body = self.body(
                of: try stageFlowing(
                    file, work, verdict, sender, folders, copy: rest.copy, digest: part.digest, mayMove: false))
        } catch {
            _ = try? folders.taken.remove(part.feedback.fileName)
            throw error
        }
        guard let body else {
            _ = try? folders.taken.remove(part.feedback.fileName)
            return .later(0)
        }
        return .candidate(
            Candidate(
                sender: sender, folders: folders, table: table, work: work, status: status, file: file,
                verdict: verdict, digest: digest, body: body, part: part))
    }
}
