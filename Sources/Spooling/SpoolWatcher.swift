public import Dispatch
public import Files
public import Messages

/// Tells which names in the drop folders may be ready to be taken, and says itself when everything must be looked at
/// again. Belongs to the queue that it is handed.
///
/// Sleeps in the kernel on a thread of its own, and tells its queue of what happened from there, on that thread where the
/// queue is idle: a source of Dispatch takes two threads and seven system calls for the same. Names that are not to be
/// told of, as those under which senders write, wake nobody else.
///
/// Unchecked: everything is touched on its queue only, but for `watch` and `end`, which its thread reads.
public final class SpoolWatcher: @unchecked Sendable {  // reason: on its queue, but for what never changes
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
    /// Something to read here ends the thread.
    private let end: Pipe
    private let queue: DispatchQueue
    private var isStopped = false
    private var owners: [Int32: ParticipantIdentifier] = [:]
    private let notify: ([Notice]) -> Void

    /// Watches nothing yet. `notify` is called on `queue`, with many notices at once; others on the queue have their turns
    /// between two calls.
    public init(queue: DispatchQueue, notify: @escaping ([Notice]) -> Void) throws(FileError) {
        watch = try ChangeWatch()
        end = try Pipe()
        self.queue = queue
        self.notify = notify
        DispatchQueue(label: "luova.watcher").async { self.listen() }
    }

    /// Watches a participant's drop folder. The caller lists the folder after this call, never before,
    /// so that no file falls between.
    public func add(_ folders: ParticipantFolders) throws(FileError) {
        owners[try watch.add(folders.drop.path)] = folders.participant
    }

    /// Stops watching everything; no notice comes after this. To be called on the queue, and before the watcher goes.
    public func stop() {
        if isStopped { return }
        isStopped = true
        // What cannot be written is not read either: then the thread sleeps on, and tells nothing.
        try? end.writer.write([0])
    }

    /// On a thread of its own, until the stop.
    private func listen() {
        // Two thousand events or so.
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while watch.wait(until: end.reader) {
            do throws(FileError) {
                let events = try watch.read(using: &buffer).filter { $0.name.map(SpoolLayout.isTemporary) != true }
                if !events.isEmpty { queue.sync { tell(events) } }
            } catch {
                // Nothing more will be heard; what is there is found by looking.
                return queue.sync { if !isStopped { notify([.lookEverywhere]) } }
            }
        }
    }

    private func tell(_ events: [ChangeEvent]) {
        if isStopped { return }
        notify(
            events.compactMap { event in
                switch event.kind {
                case .overflow: return .lookEverywhere
                case .folderGone: return owners.removeValue(forKey: event.watch).map { .folderGone($0) }
                case .ready:
                    guard let owner = owners[event.watch], let name = event.name else { return nil }
                    return .ready(owner, name)
                }
            })
    }
}
