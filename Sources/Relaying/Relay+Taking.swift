// What may be taken: events, listings, and what has to be looked at later. Everything here happens on
// the control queue.

import Dispatch
import Files
import Messages
import Routing
import Spooling
import Validation

extension Relay {
    func noticed(_ notices: [SpoolWatcher.Notice]) {
        for notice in notices {
            switch notice {
            case .ready(let sender, let name): consider(Work(sender: sender, name: name, wasClosed: true))
            case .lookEverywhere:
                log(.warning, .watching, "events of the drop folders were lost; every folder is looked at")
                rescan()
            case .folderGone(let participant):
                listings[participant] = nil
                unwatched.insert(participant)
                list(participant)
            }
        }
        dispatch()
    }

    /// Looks at every drop folder, and tries again what could not be done.
    ///
    /// - Parameter hears: whether no event was lost, so that what arrived lately is heard of by its own.
    func rescan(hears: Bool = false) {
        guard !isStopping, !isStuck() else { return }
        openWatcherAgain()
        if !hears { backlog.doubtInHand(until: Clock.realtime()) }
        for participant in table.participants.keys { list(participant, hears: hears) }
        stirred(false)
        dispatch()
        // The clock may have been set.
        if !table.windows.isEmpty { programs?.queue.async { self.programs?.start() } }
        // What could not be placed because a folder was missing may find it now.
        if leftOver > 0 { spool.reopenMissing() }
        // Without a group, nobody would notice that the clock has caught up.
        if leftOver > 0 || faults.has(.clock) { commits?.submit([]) }
    }

    /// Whether a worker has been at one file for longer than three times what that may take.
    var holdsAFileTooLong: Bool { large.isStuck || workers.contains { $0.isStuck } }

    /// Beyond that, a worker does not come back from a file by the table in force.
    func patience(of worker: Worker) -> Int64 {
        let limits = table.settings.limits
        // A file may be tried apart before it is judged; that has an end of its own.
        return 3 * table.settings.patience(for: Int64(worker === large ? limits.size : limits.whole))
    }

    /// Ends the service when a worker does not come back from a file: the next start tries that file apart.
    private func isStuck() -> Bool {
        guard holdsAFileTooLong else { return false }
        log(
            .error, .stuck,
            "a worker does not come back from a file; the service ends, and the next start tries that apart")
        end(70)
        return true
    }

    /// Adds a name. Without room for it, its folder is listed from the head when there is; and where its sender's folders
    /// cannot be used, when they can.
    func consider(_ work: Work) {
        if work.place == .drop, faults.has(.folder(work.sender)) { return }
        if !backlog.add(work), listings[work.sender] != nil { missed.insert(work.sender) }
    }

    /// Lists a drop folder from its head; where a listing is under way, when that has ended.
    func list(_ participant: ParticipantIdentifier, hears: Bool = false) {
        if listings[participant] == nil { goOn(participant, hears: hears) } else { missed.insert(participant) }
    }

    /// Goes on with the listing of a drop folder, as far as there is room; without one, begins at the head.
    func goOn(_ participant: ParticipantIdentifier, hears: Bool = false) {
        do throws(FileError) {
            if backlog.keepsOrder(of: participant) { return try listInOrder(participant, hears: hears) }
            let listing: DirectoryListing
            if let begun = listings.removeValue(forKey: participant) {
                listing = begun
            } else {
                listing = try begin(participant)
            }
            while backlog.hasRoom(participant) {
                let isMore = try listing.next(using: &listingBuffer) { entry in
                    if SpoolLayout.isTemporary(entry.name) { return }
                    let work = Work(sender: participant, name: entry.name)
                    if entry.isDirectory { report(work) } else { backlog.add(work, isListed: true) }
                }
                if isMore { continue }
                if missed.remove(participant) != nil { backlog.expectMore(of: participant) }
                return
            }
            listings[participant] = listing
            backlog.expectMore(of: participant)
        } catch {
            miss(participant, error)
        }
    }

    /// A participant's folders cannot be used: nothing is taken from it until a listing finds that they can.
    private func miss(_ participant: ParticipantIdentifier, _ error: FileError) {
        unwatched.insert(participant)
        missed.remove(participant)
        isHeard(participant)
        faults.begin(
            .folder(participant),
            "a folder of \(participant) is missing, or was replaced or unmounted; put it back with its owner and group: \(error)"
        )
    }

    /// Whether a participant's folders are there, where something in them was not.
    func hasFolders(_ participant: ParticipantIdentifier) -> Bool {
        do throws(FileError) {
            if try spool.refresh(participant) { unwatched.insert(participant) }
            return true
        } catch {
            miss(participant, error)
            return false
        }
    }

    /// A listing of a drop folder, which is watched from before that.
    private func begin(_ participant: ParticipantIdentifier) throws(FileError) -> DirectoryListing {
        if try spool.refresh(participant) { unwatched.insert(participant) }
        let folders = try spool.folders(of: participant)
        // Opened before it is watched, and read after that: one that cannot be opened has no use for a watch.
        let listing = try DirectoryListing(of: folders.drop)
        if unwatched.contains(participant) {
            try hear(folders)
            // Also where nothing is heard of it now: what came since it was listed last was not told.
            backlog.doubtInHand(of: participant, until: Clock.realtime())
        }
        faults.end(.folder(participant))
        return listing
    }

    /// Lists a drop folder whose sender's order is kept: the whole of it, by the times when files were written, then by
    /// name. What was written or renamed while the folder was read is left to its event, which tells its place better;
    /// and so is what arrived within the last second, where its event is sure to come. Where there are no events, it is left
    /// to the next listing: this one may have found it, and not what came before it.
    private func listInOrder(_ participant: ParticipantIdentifier, hears: Bool) throws(FileError) {
        guard backlog.hasRoom(participant) else { return backlog.expectMore(of: participant) }
        let isHeard =
            hears && watcher != nil && !unwatched.contains(participant) && !backlog.expectsMore(of: participant)
        let listing = try begin(participant)
        // Only by now it is sure to be watched.
        let isWatched = watcher != nil && !unwatched.contains(participant)
        let lately: Int64 = if isHeard { 1_000_000_000 } else if isWatched { 0 } else { Relay.tick }
        let begun = Clock.realtime() - lately
        let drop = try spool.folders(of: participant).drop
        var found = ArrivalListing()
        var isMore = true
        while isMore {
            var entries: [DirectoryEntry] = []
            isMore = try listing.next(using: &listingBuffer) { entry in
                if !SpoolLayout.isTemporary(entry.name) { entries.append(entry) }
            }
            for entry in entries {
                if entry.isDirectory {
                    report(Work(sender: participant, name: entry.name))
                } else if let status = try drop.status(of: entry.name) {
                    found.add(entry.name, modified: status.modified, changed: status.changed)
                }
            }
        }
        // A drain has no next listing.
        let isLeft = isWatched || !options.drains
        let (names, isCut, hasLeft) = found.names(leaving: isLeft ? begun...max(begun, Clock.realtime()) : nil)
        if hasLeft, !isWatched { delayListing(participant, 1_000_000_000) }
        // Before they are added, so that nothing is told to wait for a listing that has been made.
        backlog.expectMore(of: participant, false)
        for name in names {
            guard backlog.hasRoom(participant) else { return backlog.expectMore(of: participant) }
            backlog.add(Work(sender: participant, name: name), isListed: true)
        }
        if isCut { backlog.expectMore(of: participant) }
    }

    /// A folder in a drop folder is reported once, and left. Of a sender who makes more and more of them, the first ones are.
    func report(_ folder: Work) {
        guard folders[folder.sender, default: []].count < Relay.mostFolders else { return }
        if folders[folder.sender, default: []].insert(folder.name).inserted {
            log(
                .warning, .folder,
                "drop folder of \(folder.sender): '\(folder.name.description)' is a folder; it is left there, only files are messages",
                participant: folder.sender
            )
        }
    }
}
