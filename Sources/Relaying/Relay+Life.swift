// A relay begins its work, changes its table, and ends. Everything here happens on the control queue, unless a method says
// otherwise.

import Dispatch
import Files
import Messages
import Routing
import Spooling

extension Relay {
    /// Goes on where the process before left off, by the table that comes into force, whose accounts are looked up.
    func resume(_ table: RoutingTable) {
        let plan = recovered
        recovered = Recovery.Plan()
        // What waits for programs is started at once.
        let accounts = accounts
        programs?.queue.async { self.programs?.use(table, accounts: accounts) }
        takeUpPauses()
        for entry in plan.words { log(entry) }
        if !plan.moves.isEmpty || !plan.undecided.isEmpty {
            log(
                .notice, .recovery,
                "recovery: \(plan.moves.count) moves finished, \(plan.undecided.count) files to inspect again")
        }
        for work in plan.undecided { consider(work) }
        // In the order in which they were accepted: some keep that.
        let waiting = plan.waiting.sorted {
            ($0.delivery.sequence, $0.delivery.receiver) < ($1.delivery.sequence, $1.delivery.receiver)
        }
        if !waiting.isEmpty {
            let isTimed = waiting.contains { $0.opens != nil }
            log(
                .notice, .recovery,
                "\(waiting.count) messages wait for their programs\(isTimed ? " or for a time of day" : "")")
            programs?.queue.async { self.programs?.add(waiting) }
        }
    }

    /// Begins to take files. `ready` is called on the control queue when everything that may come will be
    /// seen.
    ///
    /// - Parameter delayed: called there once, if that has to wait for the system's directory of accounts for longer than a
    ///   moment; `isStarting` until then.
    public func start(
        delayed: @escaping @Sendable () -> Void = {}, ready: @escaping @Sendable () -> Void
    ) {
        control.async {
            // Asked to stop before.
            guard !self.isStopping else { return self.checkEnd() }
            self.startDelayed = delayed
            self.adopt(self.table, isReload: false) { isInForce in
                guard isInForce else { return }
                self.rescanTimer.setEventHandler { [unowned self] in rescan(hears: true) }
                self.rescanTimer.activate()
                if self.hasLooseEnds || self.leftOver > 0 { self.commits?.submit([]) }
                self.delayTimer.setEventHandler { [unowned self] in takeDelayed() }
                self.delayTimer.activate()
                ready()
                self.checkEnd()
            }
        }
    }

    /// Takes nothing more, finishes what is in hand, then ends with exit code 0. From any queue.
    public func stop() {
        control.async {
            guard !self.isStopping else { return }
            self.isStopping = true
            self.watcher?.stop()
            self.programs?.queue.async { self.programs?.stop() }
            self.checkEnd()
        }
    }

    /// Loads the routing table anew. A table with a mistake changes nothing. From any queue.
    ///
    /// - Parameter done: called on the control queue, with whether the new table is in force, or a later one; perhaps never
    ///   where the service ends meanwhile.
    public func reload(done: @escaping @Sendable (Bool) -> Void) {
        control.async {
            do throws(ConfigurationProblems) {
                let table = try RoutingTable.load(folder: self.options.routes)
                guard table.settings.timeZone == self.table.settings.timeZone else {
                    self.log(
                        .error, .reloadRefused,
                        "reload: the time zone cannot change while the service runs; restart it; the old table stays in force"
                    )
                    return done(false)
                }
                self.adopt(table, isReload: true, done)
            } catch {
                for problem in error.problems { self.log(.error, .reloadRefused, "reload: \(problem)") }
                self.log(
                    .error, .reloadRefused,
                    "reload: the old routing table stays in force; mend the new one and reload again")
                done(false)
            }
        }
    }
}
