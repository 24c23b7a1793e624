import CLibXML2
import CLinux
import Files
import Glibc
import Messages

/// The receivers: hears of every file in the pickup folders (inotify), takes note of the time, makes sure that it is
/// a message that was sent and has not arrived before, and consumes it.
///
/// Times are of CLOCK_MONOTONIC. The time of an arrival is when the event was read, before the file is looked at.
final class LatencyWatch {
    /// A message that was sent.
    struct Sent {
        /// When it was to be sent.
        var intended: Int64
        /// When it was renamed into the drop folder.
        var released: Int64
        /// The digest of its bytes, where these are to be compared.
        var digest: Digest?
    }

    /// A message that arrived.
    struct Arrival {
        /// When it was seen.
        let at: Int64
        /// What is known of its sending.
        let sent: Sent
        /// In whose pickup folder it was.
        let receiver: String
        /// Its bytes.
        let size: Int64

        /// How long it took from when it was to be sent: what a late sender adds is not left out.
        var latency: Int64 { at - sent.intended }
    }

    /// Larger files stay until the end: removing one takes long, and nothing is heard meanwhile.
    var largest: Int64 = 1_000_000

    private let watch: ChangeWatch
    private struct Place {
        let folder: Directory
        let receiver: String
        let hasReceipts: Bool
    }

    private var folders: [Int32: Place] = [:]
    private var events: [(name: FileName, watch: Int32, at: Int64)] = []
    private var next = 0
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    private var head = [UInt8](repeating: 0, count: MessageFeed.keyed)
    private var sent: [UInt64: Sent] = [:]
    private var kept: Set<FileName> = []
    /// Messages whose bytes were compared.
    private(set) var compared = 0
    /// Receipts that were found.
    private(set) var receipts = 0

    /// Watches the pickup folders of everybody: messages in those of receivers, receipts in those of senders.
    init(_ spool: BenchSpool, _ feed: MessageFeed) throws(Failure) {
        do throws(FileError) {
            watch = try ChangeWatch()
            for participant in Set(feed.senders + feed.receivers) {
                let path = spool.pickup(of: participant)
                folders[try watch.add(path)] = Place(
                    folder: try Directory(path: path), receiver: participant,
                    hasReceipts: feed.senders.contains(participant))
            }
        } catch {
            throw Failure(.inputOutput, "\(error)")
        }
    }

    /// Messages that were sent and have not arrived.
    var outstanding: Int { sent.count }

    /// A message is about to be sent.
    func expect(_ key: UInt64, _ message: Sent) { sent[key] = message }

    /// When it was released, which is known only then.
    func released(_ key: UInt64, at time: Int64) { sent[key]?.released = time }

    /// Waits until something is there, or a time has come.
    func wait(until time: Int64) {
        let left = min(time - Clock.monotonic(), 1_000_000_000)
        guard left > 0, next == events.count else { return }
        var set = fd_set()
        let number = watch.waitable
        withUnsafeMutableBytes(of: &set) { $0[Int(number) / 8] |= 1 << UInt8(number % 8) }
        var timeout = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
        pselect(number + 1, &set, nil, nil, &timeout, nil)
    }

    /// Takes what has arrived, at most `most` files.
    func collect(most: Int = .max, _ arrived: (Arrival) -> Void) throws(Failure) {
        var count = 0
        try hear()
        while next < events.count, count < most {
            let event = events[next]
            next += 1
            count += 1
            if let arrival = try look(event.name, event.watch, event.at) { arrived(arrival) }
            // Times are taken early, also of what comes meanwhile.
            try hear()
        }
        if next == events.count {
            events.removeAll(keepingCapacity: true)
            next = 0
        }
    }

    /// Notes what has happened.
    private func hear() throws(Failure) {
        let heard = try Failure.orFile { () throws(FileError) in try watch.read(using: &buffer) }
        guard !heard.isEmpty else { return }
        let now = Clock.monotonic()
        for event in heard {
            switch event.kind {
            case .ready: if let name = event.name { events.append((name, event.watch, now)) }
            case .overflow:
                for (watch, folder) in folders {
                    let entries = try Failure.orFile { () throws(FileError) in try folder.folder.entries() }
                    for entry in entries where !kept.contains(entry.name) { events.append((entry.name, watch, now)) }
                }
            case .folderGone: throw Failure(.software, "a pickup folder is gone")
            }
        }
    }

    private func look(_ name: FileName, _ watch: Int32, _ at: Int64) throws(Failure) -> Arrival? {
        guard let place = folders[watch] else { return nil }
        let folder = place.folder
        if place.hasReceipts, name.description.contains(".receipt.") {
            receipts += 1
            _ = try Failure.orFile { () throws(FileError) in try folder.remove(name) }
            return nil
        }
        // An overflow may name a file twice.
        guard !kept.contains(name), let file = try? folder.open(name) else { return nil }
        let (count, size) = try Failure.orFile { () throws(FileError) in
            (try file.read(into: &head, count: head.count, at: 0), try file.status().size)
        }
        guard let message = sent.removeValue(forKey: MessageFeed.key(of: head[..<count])) else {
            throw wrong(folder, name, "arrived twice, or was never sent")
        }
        if let digest = message.digest {
            let bytes = try Failure.orFile { () throws(FileError) in try file.read(count: Int(size), at: 0) }
            guard Digest(of: bytes) == digest else { throw wrong(folder, name, "is not what was sent") }
            compared += 1
        }
        if size > largest {
            kept.insert(name)
        } else {
            _ = try Failure.orFile { () throws(FileError) in try folder.remove(name) }
        }
        return Arrival(at: at, sent: message, receiver: place.receiver, size: size)
    }

    private func wrong(_ folder: Directory, _ name: FileName, _ text: String) -> Failure {
        Failure(.software, "\(folder.path(of: name)) \(text); this is a bug, and nothing of this run counts")
    }
}
