import Dispatch
import Files
import Messages
import Operating
import Relaying
import Routing
import Synchronization

/// The life of the daemon as its surroundings see it: signals in, readiness and log lines out.
struct ServiceLife {
    /// SIGTERM and SIGINT end the daemon, SIGHUP loads its table anew.
    private static let endings: [Int32] = [15, 2]
    private static let reload: Int32 = 1

    private let options: Relay.Options
    private let table: RoutingTable
    private let monitoring: Monitor.Options
    private let control: ControlSettings?

    init(
        _ options: Relay.Options, _ table: RoutingTable, monitoring: Monitor.Options, control: ControlSettings? = nil
    ) {
        self.options = options
        self.table = table
        self.monitoring = monitoring
        self.control = control
    }

    /// No signal is lost from here on: one that ends the daemon does so at once, as long as there is no work in hand (a
    /// start that is broken off is one that crashed), and a reload waits. To be called first of all, because to load a
    /// table may take its time.
    static func awaitSignals() {
        ProcessSettings.endOnSignals(endings)
        ProcessSettings.blockSignals([reload])
    }

    /// Runs until the work is done or a signal ends it; then the process ends.
    func run() throws(Failure) -> Never {
        ProcessSettings.ignoreSignals()
        ProcessSettings.raiseOpenFileLimit()
        ProcessSettings.clearModeMask()
        let ending = Ending()
        let signals = DispatchQueue(label: "luova.signals")
        // From here on there is something to clear away when a signal ends the start: no handler may do that.
        let sources = ServiceLife.hear(ServiceLife.endings, on: signals) { ending.begin() }
        // Before the spool is touched: a socket that cannot be made is for a person.
        let server = try ending.hold { () throws(Failure) in try listen() }
        let relay: Relay
        do throws(Relay.StartError) {
            relay = try Relay(options, table: table, log: ServiceLife.log) { state in
                ServiceLife.notify("STATUS=\(state)")
                ending.monitor?.stir(true)
            } finished: { code in
                ServiceLife.notify("STOPPING=1")
                server?.close()
                ending.end(code)
            }
        } catch {
            server?.close()
            throw ServiceLife.failure(error, options)
        }
        let monitor = Monitor(
            monitoring, relay: relay, queue: DispatchQueue(label: "luova.monitor"), log: ServiceLife.log.masked())
        ending.monitor = monitor
        // A drain is over before anybody could act on an alarm.
        if !options.drains || monitoring.writes { monitor.start() }
        let reloads = DispatchQueue(label: "luova.reloads", attributes: .initiallyInactive)
        ending.relay = relay
        let hangup = ServiceLife.hear([ServiceLife.reload], on: signals) {
            reloads.async {
                ServiceLife.notify("RELOADING=1\nMONOTONIC_USEC=\(Clock.monotonic() / 1_000)")
                relay.reload { _ in ServiceLife.notify("READY=1") }
            }
        }
        let watchdog = feedWatchdog(relay)
        let desk = ControlDesk(
            relay,
            texts: [
                ControlRequest.metrics: { done in
                    monitor.metrics { done($0.map { String(decoding: $0, as: UTF8.self) }) }
                }
            ])
        let serve = { @Sendable () -> Void in server?.serve { desk.answer($0, $1, $2) } }
        // Who asks in the first moments of a start is answered when it is over, unless that may take longer.
        relay.start(delayed: serve) {
            serve()
            ServiceLife.log(.info, .ready, "ready: \(options.spool), \(options.workers) workers")
            ServiceLife.notify("READY=1")
        }
        // Not only when it is ready: a start may wait for accounts that another table does without.
        reloads.activate()
        withExtendedLifetime((relay, sources, hangup, watchdog, server)) { dispatchMain() }
    }

    /// The socket at which operators ask, where one is wanted.
    private func listen() throws(Failure) -> ControlServer? {
        guard let control else { return nil }
        do throws(FileError) {
            return try ControlServer(
                path: control.path, queue: DispatchQueue(label: "luova.operating"),
                lookups: DispatchQueue(label: "luova.accounts"),
                access: ControlAccess(readers: control.readers, operators: control.operators))
        } catch {
            guard error.cause == .addressInUse else { throw Failure(.cannotCreate, "\(error)") }
            throw Failure(
                .tryLater, "\(control.path): another daemon listens there; stop it, or name another with --control")
        }
    }

    /// How the process ends, however far its start has come.
    private final class Ending: Sendable {
        private struct State {
            var server: ControlServer?
            var relay: Relay?
            var monitor: Monitor?
        }

        private let state = Mutex(State())

        /// Who is to have the last word; set before the relay is started.
        var monitor: Monitor? {
            get { state.withLock { $0.monitor } }
            set { state.withLock { $0.monitor = newValue } }
        }

        /// Who finishes what is in hand; until it is set, nothing is.
        var relay: Relay? {
            get { state.withLock { $0.relay } }
            set { state.withLock { $0.relay = newValue } }
        }

        /// Makes the socket for operators, where one is wanted. No signal ends the process meanwhile, half of it made.
        func hold(_ listen: () throws(Failure) -> ControlServer?) throws(Failure) -> ControlServer? {
            try state.withLock { (state) throws(Failure) in
                state.server = try listen()
                return state.server
            }
        }

        /// A signal wants the end: at once where there is no work in hand yet.
        func begin() {
            let relay = state.withLock { state in
                guard let relay = state.relay else {
                    state.server?.close()
                    ProcessSettings.exit(ExitCode.success.rawValue)
                }
                return relay
            }
            ServiceLife.log(.info, .stopping, "stopping: what is in hand is finished first")
            relay.stop()
        }

        /// Ends the process.
        func end(_ code: Int32) {
            guard let monitor else { ProcessSettings.exit(code) }
            monitor.close { ProcessSettings.exit(code) }
        }
    }

    /// One source for each signal. They are blocked before, so that one that comes while they are being registered
    /// waits for them: Linux forgets one that is ignored.
    private static func hear(
        _ signals: [Int32], on queue: DispatchQueue, _ handle: @escaping @Sendable () -> Void
    ) -> [any DispatchSourceSignal] {
        ProcessSettings.blockSignals(signals)
        return signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { handle() }
            // Registered before anything depends on it, and before anybody is told that the service is ready.
            let registered = DispatchSemaphore(value: 0)
            source.setRegistrationHandler { registered.signal() }
            source.activate()
            registered.wait()
            return source
        }
    }

    /// Tells the service manager that the work goes on, as often as it wants to hear it, and only if it does: where
    /// something hangs, the pulse does not come back, and the manager ends us.
    private func feedWatchdog(_ relay: Relay) -> (any DispatchSourceTimer)? {
        guard let interval = Environment.watchdogInterval else { return nil }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "luova.watchdog"))
        timer.schedule(deadline: .now(), repeating: .nanoseconds(Int(interval / 3)))
        timer.setEventHandler { relay.pulse { ServiceLife.notify("WATCHDOG=1") } }
        timer.activate()
        return timer
    }

    private static func failure(_ error: Relay.StartError, _ options: Relay.Options) -> Failure {
        switch error {
        case .spoolInUse:
            Failure(
                .tryLater,
                "\(options.spool)/lock: another daemon runs on this spool; stop it first, or name another with --spool")
        case .file(let error) where error.code == .makeDirectory:
            Failure(.cannotCreate, "\(error); luova add-partner makes the folders of a participant")
        case .file(let error): Failure(.cannotCreate, "\(error)")
        case .ledger(let error): Failure(.inputOutput, "\(error)")
        case .openFiles(let limit, let needed): Failure(.cannotCreate, openFiles(limit, needed))
        }
    }

    /// What to do where too few files may be open.
    static func openFiles(_ limit: Int, _ needed: Int) -> String {
        "the limit of open files is \(limit), and this routing table needs at least \(needed); raise it (ulimit -n, or "
            + "LimitNOFILE= of the service)"
    }

    /// An entry of the journal, when standard error goes there; else a line for people.
    private static let log = RelayLog { entry in
        if Environment.hasJournal {
            if (try? Journal.send(entry.journalFields)) != nil { return }
            // The journal reads a priority from the number in front (sd-daemon(3)).
            StandardStream.error.writeLine("<\(entry.level.rawValue)>\(entry.line)")
        } else {
            StandardStream.error.writeLine("luova: \(entry.line)")
        }
    }

    /// Tells the service manager, if there is one.
    private static func notify(_ text: String) {
        guard let address = Environment.notifySocket else { return }
        do throws(FileError) {
            try ServiceNotification.send(text, to: address)
        } catch {
            log(.warning, .notification, "\(error)")
        }
    }
}
