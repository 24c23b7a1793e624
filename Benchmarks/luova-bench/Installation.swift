import Files

/// One spool with the daemon or the floor at work on it, and its senders and receivers. Removed when nobody holds it
/// any more.
final class Installation {
    /// Who works on it.
    let who: Contender
    /// The spool.
    let spool: BenchSpool
    /// The program at work.
    let process: DaemonProcess
    /// The receivers.
    let watch: LatencyWatch
    /// The senders.
    var sender: MessageSender
    private let folder: ScratchTree

    /// A fresh folder that is removed with everything in it.
    private final class ScratchTree {
        let path: String

        init(in place: BenchPlace) throws(Failure) {
            path = try Failure.orFile { () throws(FileError) in
                try ScratchFolder.make(in: place.path, prefix: "luova-bench-")
            }
        }

        deinit { BenchSpool.removeTree(path) }
    }

    /// Makes the spool and starts the program.
    init(
        _ who: Contender, _ feed: MessageFeed, in place: BenchPlace, _ custody: BenchCustody,
        _ programs: BenchPrograms, workers: Int = 2
    ) throws(Failure) {
        self.who = who
        let folder = try ScratchTree(in: place)
        self.folder = folder
        let routes = "\(folder.path)/routes"
        let spool = BenchSpool(path: "\(folder.path)/spool")
        self.spool = spool
        try Failure.orFile { () throws(FileError) in
            try spool.make()
            try spool.make(for: feed.senders + feed.receivers)
            try feed.writeTable(routes, custody)
            try Directory(path: folder.path).synchronizeFileSystem()
        }
        watch = try LatencyWatch(spool, feed)
        sender = try MessageSender(feed, spool, watch)
        let log = "\(folder.path)/words"
        switch who {
        case .luova:
            let words = ["run", "--routes", routes, "--spool", spool.path, "--workers", String(workers)]
            process = try DaemonProcess(MeasuredProgram(path: programs.daemon, arguments: words, log: log))
        case .floor:
            let floor = Floor(
                spool: spool, routes: routes, traffic: feed.choice, custody: custody, sync: .eachFile, threads: 1)
            process = try DaemonProcess(MeasuredProgram(path: programs.own, arguments: floor.watchWords, log: log))
        }
    }
}
