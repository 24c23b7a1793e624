public import Files

/// Puts bodies into `taken/` and takes originals out of the drop. See the page spool-states for what
/// a crash between any two of these steps leaves.
public struct CustodyKeeper: Sendable {
    private let tokens: TokenSource
    private let rights: CustodyRights
    /// Whose a moved file becomes.
    private let account = Account.current

    /// Keeps custody with tokens, and with the rights, of this process.
    public init(tokens: TokenSource, rights: CustodyRights = .current) {
        self.tokens = tokens
        self.rights = rights
    }

    /// Writes our own copy of judged bytes, readable for `group`. Not durable yet.
    public func stageCopy(
        _ bytes: ArraySlice<UInt8>, kind: TakenName.Kind = .copy, in taken: Directory, group: UInt32?
    ) throws(FileError) -> TakenName {
        while true {
            let name = TakenName(kind, token: tokens.token())
            do throws(FileError) {
                let file = try taken.create(name.fileName, mode: 0o640)
                // Without the right to give it away it is still delivered; `canGive` has told the operator.
                if let group { try? file.changeOwner(to: nil, group: group) }
                try file.write(bytes)
                return name
            } catch {
                if error.cause == .fileExists { continue }
                // Nobody knows the name yet, so nothing but space is lost with it.
                _ = try? taken.remove(name.fileName)
                throw error
            }
        }
    }

    /// Gives what was staged to the group of whoever gets it, where that was not known then because its folders were missing.
    public func give(_ name: FileName, in taken: Directory, to folders: ParticipantFolders) {
        guard let group = folders.group, let file = try? taken.open(name), (try? file.status().group) != group else {
            return
        }
        try? file.changeOwner(to: nil, group: group)
    }

    /// Begins a copy, or something of our own, that is written piece by piece.
    public func beginCopy(in taken: Directory, kind: TakenName.Kind = .copy) throws(FileError) -> StagedCopy {
        while true {
            do throws(FileError) {
                return try StagedCopy(name: TakenName(kind, token: tokens.token()), in: taken)
            } catch {
                if error.cause != .fileExists { throw error }
            }
        }
    }

    /// Whether files can be given to a participant's group, so that it may read what is delivered.
    public func canGive(to folders: ParticipantFolders) -> Bool {
        guard let group = folders.group else { return true }
        let name = TakenName(.receipt, token: tokens.token())
        defer { _ = try? folders.taken.remove(name.fileName) }
        guard let file = try? folders.taken.create(name.fileName, mode: 0o640) else { return false }
        return (try? file.changeOwner(to: nil, group: group)) != nil
    }

    /// What became of an original that was to be moved.
    public enum Staging: Equatable, Sendable {
        /// It lies in `taken/` under this name, and is ours.
        case staged(TakenName)
        /// It is not what was looked at, or is being written to: it is gone, or back in the drop.
        case back
        /// The same, but its name is in use once more: it lies in `taken/` under this name, not ours, and is
        /// to be inspected from there.
        case left(TakenName)
    }

    /// Moves the original itself into `taken/`: renamed without replacing, compared, and then seized by
    /// descriptor. In this order nothing in a drop folder is ever ours, whatever crash comes between; and only
    /// a file that has no other name than the one in `taken/` changes its owner. The page custody goes through
    /// it step by step.
    ///
    /// It needs the read lease, and CAP_CHOWN for a file of another account; throws when they are missing, and
    /// the caller makes a copy.
    ///
    /// - Parameter group: the group that it will be delivered to, with mode 0640; nil for what goes to nobody.
    public func stageMove(
        _ file: borrowing DropFile, from drop: Directory, to taken: Directory, group: UInt32?
    ) throws(FileError) -> Staging {
        guard file.isLeased else { throw FileError(.lease, drop.path(of: file.name), .notPermitted) }
        guard rights.changesOwners || file.status.owner == account else {
            throw FileError(.changeOwner, drop.path(of: file.name), .notPermitted)
        }
        let name = TakenName(.moved, token: tokens.token(), rest: file.name.bytes)
        do throws(FileError) {
            try drop.rename(file.name, to: taken, name.fileName)
        } catch {
            if error.cause == .noSuchFile { return .back }
            throw error
        }
        let moved = try? taken.status(of: name.fileName)
        guard let moved, moved.isSameFile(as: file.status) else {
            return putBack(swapped: name, kind: moved?.kind, from: taken, to: drop, as: file.name)
        }
        if moved.links == 1 {
            do throws(FileError) {
                try file.seize(by: account, for: group)
                if try file.isUnwritten() { return .staged(name) }
            } catch {
                if let left = file.putBack(name, from: taken, to: drop) { return .left(left) }
                throw error
            }
        }
        return file.putBack(name, from: taken, to: drop).map { .left($0) } ?? .back
    }

    /// Puts back what stood under a name in the place of the file that was looked at.
    private func putBack(
        swapped name: TakenName, kind: FileStatus.Kind?, from taken: Directory, to drop: Directory,
        as original: FileName
    ) -> Staging {
        if (try? taken.rename(name.fileName, to: drop, original)) != nil { return .back }
        // Nil: it could not be looked at.
        guard let kind, kind != .regular else { return .left(name) }
        // A folder or a link is no message. Its name is in use, so it gets one that is left alone.
        _ = try? taken.rename(name.fileName, to: drop, SpoolLayout.name(".\(name.text)"))
        return .back
    }

    /// What became of an original whose copy is committed.
    public enum Claim: Equatable, Sendable {
        /// It has left the drop, or was not there any more.
        case done
        /// Another file stood under its name, or it was written to again: it is a new message, back in
        /// the drop.
        case newMessage
        /// The same, but the name is in use once more: it lies in `taken/` under this name, and is to
        /// be inspected from there.
        case newMessageTaken(TakenName)
    }

    /// Takes an original out of the drop after the commit: renamed to a name of ours, compared, and only
    /// then removed, so that no newer file of that name can be removed by mistake.
    ///
    /// When it throws it can be called again, and goes on where it was.
    ///
    /// - Parameters:
    ///   - sequence: the number of the decision, which is that of no other claim.
    ///   - keeping: where to put it instead of removing it.
    ///   - isSame: whether what was renamed is what was judged.
    public func claim(
        _ name: FileName, from drop: Directory, taken: Directory, sequence: UInt64,
        keeping: (folder: Directory, name: FileName)? = nil, isSame: (FileStatus) throws(FileError) -> Bool
    ) throws(FileError) -> Claim {
        let claimed = TakenName(.claim, token: String(sequence, radix: 36), rest: name.bytes)
        do throws(FileError) {
            try drop.rename(name, to: taken, claimed.fileName)
        } catch {
            // What an earlier call could not finish lies there; what stands in the drop now is newer.
            if error.cause != .noSuchFile, error.cause != .fileExists { throw error }
            // Where it is in the drop yet, it is the other folder that is not there.
            if error.cause == .noSuchFile, try drop.status(of: name) != nil { throw error }
        }
        guard let status = try taken.status(of: claimed.fileName) else { return .done }
        if try isSame(status) {
            if let keeping {
                try taken.rename(claimed.fileName, to: keeping.folder, keeping.name)
            } else {
                try taken.remove(claimed.fileName)
            }
            return .done
        }
        let kind = try taken.status(of: claimed.fileName)?.kind
        switch putBack(swapped: claimed, kind: kind, from: taken, to: drop, as: name) {
        case .left:
            let kept = TakenName(.moved, token: tokens.token(), rest: name.bytes)
            try taken.rename(claimed.fileName, to: taken, kept.fileName)
            return .newMessageTaken(kept)
        case .back, .staged: return .newMessage
        }
    }
}
