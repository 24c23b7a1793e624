// Hearing of what comes into the drop folders. Where the kernel cannot tell it, they are looked at all the same, only
// less often. Everything here happens on the control queue.

import Files
import Messages
import Routing
import Spooling

extension Relay {
    /// Watches the drop folders of all, whatever was watched before.
    func watchAll() {
        watcher?.stop()
        watcher = nil
        unheard = []
        openWatcher()
        for participant in table.participants.keys { watch(participant) }
        endWatchingFault()
    }

    /// Opens the watcher again where that failed before; then each folder is watched when it is listed.
    func openWatcherAgain() {
        if watcher == nil, faults.has(.watching) { openWatcher() }
    }

    private func openWatcher() {
        do throws(FileError) {
            watcher = try SpoolWatcher(queue: control) { [unowned self] in noticed($0) }
        } catch {
            unheard = Set(table.participants.keys)
            beginWatchingFault(error)
        }
    }

    /// Watches one drop folder; where that fails, each listing tries again.
    private func watch(_ participant: ParticipantIdentifier) {
        unwatched.insert(participant)
        do throws(FileError) {
            let folders = try spool.prepare(participant)
            // It is told when the folder is listed.
            if folders.absence != nil { return }
            try hear(folders)
            guard !custody.canGive(to: folders) else { return }
            log(
                .warning, .account,
                "participant \(participant): files cannot be given to its group; it cannot read what is delivered until the daemon's account is a member",
                participant: participant
            )
        } catch {
            log(
                .error, .watching,
                "\(error); this drop folder is only looked at every \(table.settings.rescan / 1_000_000_000) s",
                participant: participant)
        }
    }

    /// Watches a drop folder that is not watched. Where the kernel refuses, it is a fault, and the folder may be listed all
    /// the same; throws only when it is not there.
    func hear(_ folders: ParticipantFolders) throws(FileError) {
        let participant = folders.participant
        guard let watcher else { return }
        do throws(FileError) {
            try watcher.add(folders)
        } catch {
            if error.cause == .noSuchFile || error.cause == .notADirectory { throw error }
            // One that has left the table is listed to the end, and then no more.
            guard table.participants[participant] != nil else { return }
            unheard.insert(participant)
            return beginWatchingFault(error)
        }
        unwatched.remove(participant)
        isHeard(participant)
    }

    /// A participant is no longer one whose folder is there and cannot be watched.
    func isHeard(_ participant: ParticipantIdentifier) {
        unheard.remove(participant)
        endWatchingFault()
    }

    private func endWatchingFault() {
        if watcher != nil, unheard.isEmpty { faults.end(.watching) }
    }

    private func beginWatchingFault(_ cause: FileError) {
        faults.begin(
            .watching,
            "\(cause); a drop folder that cannot be watched is looked at every \(table.settings.rescan / 1_000_000_000) s"
        )
    }
}
