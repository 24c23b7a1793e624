import CLinux
import Files
import Glibc

/// The floor: the least work that empties a drop folder and keeps the promises of the spool, written as
/// C would be. What it leaves out is what makes a daemon: see the README beside it.
///
/// It runs as a process of its own, so that the kernel counts its cost in the same way. It has no
/// recovery: whatever fails ends it.
struct Floor {
    /// The hidden verb that starts it.
    static let verb = "floor"

    private let spool: BenchSpool
    private let routes: String
    private let traffic: TrafficChoice
    private let custody: BenchCustody
    private let sync: SyncChoice
    private let threads: Int

    /// States the work.
    init(
        spool: BenchSpool, routes: String, traffic: TrafficChoice, custody: BenchCustody, sync: SyncChoice, threads: Int
    ) {
        self.spool = spool
        self.routes = routes
        self.traffic = traffic
        self.custody = custody
        self.sync = sync
        self.threads = threads
    }

    /// Reads what `words` wrote.
    init(_ words: [String]) throws(Failure) {
        guard words.count == 10, let custody = BenchCustody(rawValue: words[2]),
            let sync = SyncChoice(rawValue: words[3]),
            let threads = Int(words[4]), threads > 0, let traffic = TrafficChoice(words: Array(words[5...]))
        else { throw Failure(.usage, "floor: it is started by 'luova-bench drain'; use that") }
        self.init(
            spool: BenchSpool(path: words[0]), routes: words[1], traffic: traffic, custody: custody, sync: sync,
            threads: threads)
    }

    /// The command line that makes this program do it.
    var words: [String] {
        [Floor.verb, spool.path, routes, custody.rawValue, sync.rawValue, String(threads)] + traffic.words
    }

    /// The hidden verb that starts it as a service.
    static let watchVerb = "floor-watch"

    /// The command line that makes this program handle what comes, one message after the other, until it is ended.
    var watchWords: [String] { [Floor.watchVerb] + words.dropFirst() }

    /// Handles what comes, in the order in which it comes, and never returns.
    func watch() throws(Failure) -> Never {
        let job = makeJob()
        var worker = FloorWorker(job)
        worker.watch(FloorLayout(traffic, routes: routes).senders.map(spool.drop))
    }

    private func makeJob() -> UnsafeMutablePointer<FloorJob> {
        ProcessSettings.raiseOpenFileLimit()
        ProcessSettings.ignoreSignals()
        let job = UnsafeMutablePointer<FloorJob>.allocate(capacity: 1)
        job.initialize(to: FloorJob(spool, FloorLayout(traffic, routes: routes), custody, sync))
        return job
    }

    /// Empties the drop folder with a number of threads, and returns when everything is durable.
    func run() throws(Failure) {
        let job = makeJob()
        var workers = [pthread_t](repeating: pthread_t(), count: threads)
        for place in workers.indices {
            let answer = pthread_create(
                &workers[place], nil,
                { job in
                    guard let job else { return nil }
                    var worker = FloorWorker(job.assumingMemoryBound(to: FloorJob.self))
                    worker.run()
                    return nil
                }, job)
            guard answer == 0 else {
                throw Failure(.unavailable, "floor: cannot start thread \(place + 1); use fewer --threads")
            }
        }
        for worker in workers { pthread_join(worker, nil) }
        // The last group's renames.
        job.pointee.synchronizeFolders()
    }
}
