public import Dispatch
public import Files
public import Messages

/// Tells which names in the drop folders may be ready to be taken. Belongs to the queue that it is
/// handed; wakes on inotify events, and says itself when everything must be looked at again.
public final class SpoolWatcher {
    /// What the watcher has to say.
    public enum Notice {
        /// This file was closed or renamed into place.
        case ready(ParticipantIdentifier, FileName)
        /// Events were lost: look at every folder.
        case lookEverywhere
        /// This folder was removed, replaced or unmounted.
        case folderGone(ParticipantIdentifier)
    }

    private let watch: ChangeWatch
    private var source: (any DispatchSourceRead)?
    private var owners: [Int32: ParticipantIdentifier] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    private let notify: ([Notice]) -> Void
    /// How often it is read in a row; each time a thousand events or so.
    private static let mostReads = 2
    /// Behind so many events there may be more.
    private static let many = 256

    /// Watches nothing yet. `notify` is called on `queue`, with many notices at once.
    public init(queue: DispatchQueue, notify: @escaping ([Notice]) -> Void) throws(FileError) {
        watch = try ChangeWatch()
        self.notify = notify
        let source = DispatchSource.makeReadSource(fileDescriptor: watch.waitable, queue: queue)
        source.setEventHandler { [unowned self] in drain() }
        // The descriptor stays open until Dispatch has let go of it.
        source.setCancelHandler { withExtendedLifetime(self) {} }
        self.source = source
        source.activate()
    }

    /// Watches a participant's drop folder. The caller lists the folder after this call, never before,
    /// so that no file falls between.
    public func add(_ folders: ParticipantFolders) throws(FileError) {
        owners[try watch.add(folders.drop.path)] = folders.participant
    }

    /// Stops watching everything; no notice comes after this. To be called before the watcher goes.
    public func stop() {
        source?.cancel()
        source = nil
    }

    /// Reads some of what there is. The source calls again for the rest, and others on the queue have their turn
    /// before that.
    private func drain() {
        for _ in 0..<SpoolWatcher.mostReads {
            let events: [ChangeEvent]
            do throws(FileError) { events = try watch.read(using: &buffer) } catch {
                notify([.lookEverywhere])
                return
            }
            if events.isEmpty { return }
            notify(
                events.compactMap { event in
                    switch event.kind {
                    case .overflow: return .lookEverywhere
                    case .folderGone: return owners.removeValue(forKey: event.watch).map { .folderGone($0) }
                    case .ready:
                        guard let owner = owners[event.watch], let name = event.name, !SpoolLayout.isTemporary(name)
                        else { return nil }
                        return .ready(owner, name)
                    }
                })
            // Few: nothing else is there, and the source calls again when something is.
            if events.count < SpoolWatcher.many { return }
        }
    }
}
