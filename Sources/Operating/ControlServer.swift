public import Dispatch
public import Files
import Messages
public import Recording

/// The socket at which operators ask: lets them in, finds out who they are, reads one request of each, and sends what
/// comes of it. Belongs to the queue that it is handed, on which nothing else should happen.
///
/// Whoever asks can do no harm by how: nothing blocks, nobody has a thread of its own, and bytes, time and connections
/// are bounded. Of one account so many may be connected at a time; when one more comes, the one that has said nothing for
/// longest has to go. An answer goes out in pieces: the next one is made when the other end has fetched the one before.
///
/// Only the names of accounts and groups are asked of the system, and its directory may be slow. That happens on a queue of
/// its own, one question at a time. Whose answer does not come in time is told so; root and the daemon's own account are
/// let in all the same. Who may nothing is told so as soon as that is known.
///
/// All connections are members of one `ReadinessSet`: Dispatch's own sources do not survive a descriptor whose other end
/// hangs up.
///
/// Unchecked: everything in it happens on the queue that it was handed.
public final class ControlServer: @unchecked Sendable {  // reason: only on the queue it was handed
    /// Answers a request; `answer` may be called from any queue, once.
    public typealias Handler =
        @Sendable (ControlRequest, Operator, _ answer: @escaping @Sendable (ControlAnswer) -> Void) -> Void

    let queue: DispatchQueue
    /// Where the system is asked who somebody is.
    let lookups: DispatchQueue
    let system: @Sendable (AccountQuestion) -> AccountQuestion.Answer
    let bounds: Bounds
    /// Nil until `serve` is called.
    private var handler: Handler?
    var access: ControlAccess
    private let socket: ListeningSocket
    let set: ReadinessSet
    private let source: any DispatchSourceRead
    private let clock: any DispatchSourceTimer
    var connections: [Int32: ControlConnection] = [:]
    private var serial: UInt64 = 0
    /// Whether the system is being asked.
    var isLooking = false
    private var isTicking = false
    /// Whether nobody is let in until the clock ticks.
    private var isDeaf = false
    private var buffer = [UInt8](repeating: 0, count: 4_096)

    /// Listens at a path; a socket that a killed daemon has left there is replaced. Anybody may connect: who somebody
    /// is says the kernel, and `access` what that account may. Nobody is let in before `serve`.
    ///
    /// - Parameter lookups: a queue on which accounts and groups are looked up, for as long as the system takes.
    public convenience init(
        path: String, queue: DispatchQueue, lookups: DispatchQueue, access: ControlAccess, bounds: Bounds = Bounds()
    ) throws(FileError) {
        try self.init(path: path, queue: queue, lookups: lookups, access: access, bounds: bounds, system: { $0.ask() })
    }

    /// The same, with another way to ask the system.
    init(
        path: String, queue: DispatchQueue, lookups: DispatchQueue, access: ControlAccess, bounds: Bounds,
        system: @escaping @Sendable (AccountQuestion) -> AccountQuestion.Answer
    ) throws(FileError) {
        self.queue = queue
        self.lookups = lookups
        self.system = system
        self.access = access
        self.bounds = bounds
        set = try ReadinessSet()
        socket = try ListeningSocket(path: path, mode: 0o666)
        source = DispatchSource.makeReadSource(fileDescriptor: set.waitable, queue: queue)
        clock = DispatchSource.makeTimerSource(queue: queue)
        // An event may be on its way when the server goes.
        source.setEventHandler { [weak self] in self?.hear() }
        clock.setEventHandler { [weak self] in self?.tick() }
        source.activate()
        clock.activate()
    }

    /// Begins to let in who waits; a second time changes nothing. From any queue.
    public func serve(_ handler: @escaping Handler) {
        queue.async {
            guard self.handler == nil else { return }
            self.handler = handler
            self.isDeaf = true
            self.tick()
            self.startClock()
        }
    }

    deinit {
        source.cancel()
        clock.cancel()
    }

    /// Takes the socket's name away, so that nobody asks a daemon that is ending. From any queue.
    public func close() { socket.removeName() }

    func hear() {
        for number in set.ready() {
            if number == socket.waitable {
                letIn()
                continue
            }
            // One that was let in a moment ago may have the number of one that had to go: it is not its turn.
            guard let connection = connections[number] else { continue }
            switch connection.stage {
            case .reading: read(connection)
            case .sending: send(connection)
            case .unknown, .asked: break
            }
        }
    }

    /// Lets some in; more when it is the turn of this again.
    private func letIn() {
        for _ in 0..<64 {
            let accepted: Descriptor
            do throws(FileError) {
                guard let next = try socket.accept() else { return }
                accepted = next
            } catch {
                // Without descriptors, say, nobody is let in for a moment: who waits stays there.
                set.remove(socket.waitable)
                isDeaf = true
                return startClock()
            }
            let peer: Peer
            do throws(FileError) { peer = try accepted.peer() } catch { continue }
            guard makeRoom(for: peer.user) else {
                ControlServer.refuse(
                    accepted, ControlAnswer(.tryLater, "too many ask at the same time; ask again in a moment"))
                continue
            }
            let number = accepted.waitable
            serial += 1
            connections[number] = ControlConnection(
                consume accepted, serial: serial, peer: peer, until: Clock.monotonic() + bounds.lookup)
            startClock()
            lookUp()
        }
    }

    /// Tells somebody why not, who is let in no further. What does not fit into the socket is lost; it always fits.
    static func refuse(_ descriptor: borrowing Descriptor, _ answer: ControlAnswer) {
        // What was sent already is read, or its sender would see a broken connection instead of this.
        var request = [UInt8](repeating: 0, count: 4_096)
        _ = try? descriptor.readAvailable(into: &request)
        _ = try? descriptor.sendAvailable(answer.whole[...])
    }

    /// Whether there is room for one more of an account; the one that is silent for longest makes it.
    private func makeRoom(for user: UInt32) -> Bool {
        let unknown = connections.values.count { $0.stage == .unknown && !access.mayAll($0.peer.user) }
        guard unknown < bounds.unknown || access.mayAll(user) else { return false }
        let own = connections.values.filter { $0.peer.user == user }
        guard own.count >= bounds.perAccount || connections.count >= bounds.connections else { return true }
        guard let silent = own.filter({ $0.stage == .reading }).min(by: { $0.serial < $1.serial }) else { return false }
        end(silent)
        return true
    }

    // MARK: What it asks, and what comes of it

    private func read(_ connection: ControlConnection) {
        do throws(FileError) {
            guard let count = try connection.descriptor.readAvailable(into: &buffer) else { return }
            switch connection.take(buffer[..<count]) {
            case .more: return
            case .gone: end(connection)
            case .request(let line): ask(line, connection)
            case .tooLong:
                reply(
                    ControlAnswer(.usage, "a request is one line of at most \(ControlRequest.longest) bytes"),
                    connection)
            }
        } catch {
            end(connection)
        }
    }

    private func ask(_ line: [UInt8], _ connection: ControlConnection) {
        let request: ControlRequest
        do throws(ControlRequest.Mistake) { request = try ControlRequest(line: line) } catch {
            return reply(ControlAnswer(.usage, error.text), connection)
        }
        guard request.verb.looks || connection.acts else {
            return reply(ControlAnswer(.noPermission, access.refusalToAct(of: connection.who)), connection)
        }
        // Nothing more is read; whether the asker is still there shows when the answer is sent.
        set.remove(connection.descriptor.waitable)
        let who = connection.who
        waitForAnswer(connection) { [handler] in handler?(request, who, $0) }
    }

    /// Has an answer made, or the next piece of one, and sends it when it is there.
    private func waitForAnswer(_ connection: ControlConnection, _ make: ControlAnswer.Next) {
        connection.wait()
        connection.until = Clock.monotonic() + bounds.answer
        let (number, serial, turn) = (connection.descriptor.waitable, connection.serial, connection.turn)
        make { [self] answer in
            queue.async {
                guard let connection = self.connections[number], connection.serial == serial,
                    connection.stage == .asked, connection.turn == turn
                else { return }
                self.reply(answer, connection)
            }
        }
    }

    private func reply(_ answer: ControlAnswer, _ connection: ControlConnection) {
        set.remove(connection.descriptor.waitable)
        connection.begin(answer)
        connection.until = Clock.monotonic() + bounds.fetch
        guard (try? set.add(connection.descriptor.waitable, forWriting: true)) != nil else { return end(connection) }
        send(connection)
    }

    private func send(_ connection: ControlConnection) {
        do throws(FileError) {
            guard try connection.sendSome() else { return }
        } catch {
            return end(connection)
        }
        guard let next = connection.takeNext() else { return end(connection) }
        set.remove(connection.descriptor.waitable)
        waitForAnswer(connection, next)
    }

    func end(_ connection: ControlConnection) {
        let number = connection.descriptor.waitable
        set.remove(number)
        connections[number] = nil
    }

    // MARK: Time

    private func startClock() {
        guard !isTicking else { return }
        isTicking = true
        clock.schedule(deadline: .now() + .milliseconds(250), repeating: .milliseconds(250))
    }

    private func tick() {
        let now = Clock.monotonic()
        for connection in connections.values where connection.until < now {
            switch connection.stage {
            case .unknown: giveUpLookup(connection)
            case .asked:
                reply(
                    ControlAnswer(
                        .tryLater,
                        "no answer in time; what was asked is done once or not at all: luova status says what keeps the service, luova log what was done"
                    ), connection)
            case .reading, .sending: end(connection)
            }
        }
        if isDeaf { isDeaf = (try? set.add(socket.waitable)) == nil }
        if connections.isEmpty, !isDeaf {
            isTicking = false
            clock.schedule(deadline: .distantFuture)
        }
    }
}
