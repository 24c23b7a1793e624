import Dispatch
import Files
import Messages
import Operating
import Recording
import Relaying
import Routing
import Spooling
import Synchronization

// A purge without a daemon: the same work by the same code, with the same lock.
extension PurgeVerb {
    /// Removes what is due, and says so; false, and nothing done, when a daemon runs on the spool.
    static func removeAlone(_ request: ControlRequest, _ arguments: Arguments) throws(Failure) -> Bool {
        let routes = try arguments.required("--routes", verb: name)
        let path = arguments.value("--spool") ?? SpoolLayout.standard
        let table = try RoutingTable.loadForVerb(routes)
        try checkAccount(path)
        ProcessSettings.clearModeMask()
        ProcessSettings.raiseOpenFileLimit()
        let work = LonelyWork()
        let relay: Relay
        do throws(Relay.StartError) {
            relay = try Relay(
                Relay.Options(spool: path, routes: routes, workers: 1, drains: false), table: table,
                log: RelayLog { if $0.level.rawValue <= 4 { StandardStream.error.writeLine("luova: \($0.line)") } },
                finished: { work.end($0) })
        } catch {
            switch error {
            case .spoolInUse: return false
            case .file(let error): throw Failure(.cannotCreate, "\(error)")
            case .ledger(let error): throw Failure(.inputOutput, "\(error)")
            case .openFiles(let limit, let needed):
                throw Failure(.cannotCreate, ServiceLife.openFiles(limit, needed))
            }
        }
        LonelyWork.keep(relay)
        relay.startOnlyToPurge()
        let user = Account.current
        let intervention = Intervention(
            by: Operator(user: user, name: Account.name(of: user) ?? "\(user)"), comment: request.comment)
        var sum = PurgeReport.Numbers()
        var failed = 0
        var told: Set<String> = []
        var failure: Failure?
        repeat {
            guard let outcome = work.wait({ done in relay.purge(by: intervention, done) }) else { break }
            if let text = outcome.failure {
                failure = Failure(.inputOutput, text)
                break
            }
            let (lines, numbers) = PurgeReport.lines(outcome)
            for line in lines where told.insert(line.item.path).inserted {
                if line.state == .failed { failed += 1 }
                StandardStream.output.write(
                    arguments.has("--json") ? line.json.bytes + [0x0A] : Array("\(line.text)\n".utf8))
            }
            let before = sum.removed
            sum = numbers
            sum.removed += before
            if numbers.removed == 0 { break }
        } while sum.due > 0
        relay.stop()
        let code = work.code
        guard code == 0 else {
            throw Failure(.inputOutput, "purge: the disk failed; what is gone has its line, and the next start goes on")
        }
        if let failure { throw failure }
        sum.due += failed
        tell(sum, arguments)
        if failed > 0 { throw Failure(.data, "purge: \(failed) of them were not removed; their lines say why") }
        return true
    }

    /// What another account than the spool's own would write there, the daemon could not go on with.
    private static func checkAccount(_ path: String) throws(Failure) {
        guard let ledger = WholeFile.status("\(path)/ledger") else {
            throw Failure(.noInput, "\(path): there is no spool here; name it with --spool")
        }
        guard ledger.owner != Account.current else { return }
        let owner = Account.name(of: ledger.owner) ?? "\(ledger.owner)"
        throw Failure(
            .noPermission,
            "purge: the spool belongs to \(owner); run this as that account: runuser -u \(owner) -- luova purge …")
    }
}

/// Waits for what happens on a relay's queues.
private final class LonelyWork: Sendable {
    private struct State {
        var outcome: PurgeOutcome?
        var code: Int32?
    }

    private static let kept = Mutex<[Relay]>([])
    private let state = Mutex(State())
    private let happened = DispatchSemaphore(value: 0)

    /// A relay lives as long as its process: what its queues still do refers to it.
    static func keep(_ relay: Relay) { kept.withLock { $0.append(relay) } }

    /// The relay has ended.
    func end(_ code: Int32) {
        state.withLock { $0.code = $0.code ?? code }
        happened.signal()
    }

    /// What a purge came to; nil when the relay has ended before that.
    func wait(_ begin: (@escaping @Sendable (PurgeOutcome) -> Void) -> Void) -> PurgeOutcome? {
        begin { outcome in
            self.state.withLock { $0.outcome = outcome }
            self.happened.signal()
        }
        while true {
            happened.wait()
            let (outcome, isOver) = state.withLock { state in
                defer { state.outcome = nil }
                return (state.outcome, state.code != nil)
            }
            if outcome != nil || isOver { return outcome }
        }
    }

    /// How the relay has ended; waits for it.
    var code: Int32 {
        while true {
            if let code = state.withLock(\.code) { return code }
            happened.wait()
        }
    }
}
