import Dispatch
import Files
import Messages
import Relaying
import Routing

/// The life of the daemon as its surroundings see it: signals in, readiness and log lines out.
struct ServiceLife {
    private static let signals: [Int32] = [15, 2, 1]

    private let options: Relay.Options
    private let table: RoutingTable

    init(_ options: Relay.Options, _ table: RoutingTable) {
        self.options = options
        self.table = table
    }

    /// Runs until the work is done or a signal ends it; then the process ends.
    func run() throws(Failure) -> Never {
        ProcessSettings.ignoreSignals(ServiceLife.signals)
        ProcessSettings.raiseOpenFileLimit()
        ProcessSettings.clearModeMask()
        ProcessSettings.keepMemorySmall()
        let relay: Relay
        do throws(Relay.StartError) {
            relay = try Relay(options, table: table, log: ServiceLife.log) { state in
                ServiceLife.notify("STATUS=\(state)")
            } finished: { code in
                ServiceLife.notify("STOPPING=1")
                ProcessSettings.exit(code)
            }
        } catch {
            throw ServiceLife.failure(error, options)
        }
        let sources = listen(relay)
        relay.start {
            ServiceLife.log(.info, "ready: \(options.spool), \(options.workers) workers")
            ServiceLife.notify("READY=1")
        }
        withExtendedLifetime((relay, sources)) { dispatchMain() }
    }

    /// One source for each signal. Their default action is off before, so that none is lost while they
    /// are being registered.
    private func listen(_ relay: Relay) -> [any DispatchSourceSignal] {
        let queue = DispatchQueue(label: "luova.signals")
        return ServiceLife.signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if number == 1 {
                    ServiceLife.notify("RELOADING=1\nMONOTONIC_USEC=\(Clock.monotonic() / 1_000)")
                    relay.reload { _ in ServiceLife.notify("READY=1") }
                } else {
                    ServiceLife.log(.info, "stopping: what is in hand is finished first")
                    relay.stop()
                }
            }
            // Registered before anybody is told that the service is ready.
            let registered = DispatchSemaphore(value: 0)
            source.setRegistrationHandler { registered.signal() }
            source.activate()
            registered.wait()
            return source
        }
    }

    private static func failure(_ error: Relay.StartError, _ options: Relay.Options) -> Failure {
        switch error {
        case .spoolInUse:
            Failure(
                .tryLater,
                "\(options.spool)/lock: another daemon runs on this spool; stop it first, or name another with --spool")
        case .file(let error): Failure(.cannotCreate, "\(error)")
        case .ledger(let error): Failure(.inputOutput, "\(error)")
        }
    }

    /// A line for people. The number in front is what journald reads a priority from (sd-daemon(3)).
    private static let log: RelayLog = { level, text in
        let prefix = Environment.isUnderSystemd ? "<\(level.rawValue)>" : "luova: "
        // A program may say anything, also what it found in a message.
        StandardStream.error.writeLine(prefix + Escaping.visible(text))
    }

    /// Tells the service manager, if there is one.
    private static func notify(_ text: String) {
        guard let address = Environment.notifySocket else { return }
        do throws(FileError) {
            try ServiceNotification.send(text, to: address)
        } catch {
            log(.warning, "\(error)")
        }
    }
}
