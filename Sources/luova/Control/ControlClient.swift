import Files
import Messages
import Operating

/// Asks a running daemon.
struct ControlClient {
    /// Where the daemon of an installed service listens.
    static let standardPath = "/run/luova/control"
    /// How long a silence of the daemon may last, in seconds: longer than it takes itself for any answer.
    private static let patience: Int32 = 60

    /// The socket's path.
    let path: String

    /// Asks, hands on each line of the answer but its end, and throws when that is no good one.
    func ask(_ request: ControlRequest, _ visit: ([UInt8]) -> Void) throws(Failure) {
        let connection: Descriptor
        do throws(FileError) {
            connection = try Descriptor.connected(to: path, patience: ControlClient.patience)
        } catch {
            throw failure(error)
        }
        // Who may nothing is told so before anything is read.
        _ = try? connection.send(request.line[...])
        var end: FlatObject?
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while let count = try? connection.readAvailable(into: &buffer), count > 0 {
            rest += buffer[..<count]
            var start = 0
            while let feed = rest[start...].firstIndex(of: 0x0A) {
                let line = Array(rest[start..<feed])
                start = feed + 1
                if let object = ControlClient.end(line) { end = object } else { visit(line) }
            }
            rest.removeFirst(start)
        }
        guard let end, let code = end.number("end") else {
            throw Failure(
                .tryLater,
                "\(path): the daemon did not end its answer; what was asked is done once or not at all: luova log says which"
            )
        }
        guard code != 0 else { return }
        throw Failure(
            ExitCode(rawValue: Int32(truncatingIfNeeded: code)) ?? .software,
            Escaping.visible(end.text("text") ?? "the daemon says no more than \(code)"))
    }

    /// Asks for lines for people, and prints them.
    func print(_ request: ControlRequest) throws(Failure) {
        var request = request
        request.isForPeople = true
        try ask(request) { line in
            if let text = FlatObject(line)?.text("line") { StandardStream.output.writeLine(text) }
        }
    }

    /// Asks for objects, and prints them as they are.
    func printJSON(_ request: ControlRequest) throws(Failure) {
        try ask(request) { StandardStream.output.write($0 + [0x0A]) }
    }

    /// Asks for a text by its name, and prints it.
    func printText(named name: String) throws(Failure) {
        var request = ControlRequest(.text)
        request.name = name
        try ask(request) { line in
            if let text = FlatObject(line)?.text("line") { StandardStream.output.write(Array(text.utf8)) }
        }
    }

    private static func end(_ line: [UInt8]) -> FlatObject? {
        line.starts(with: #"{"end":"#.utf8) ? FlatObject(line) : nil
    }

    private func failure(_ error: FileError) -> Failure {
        switch error.cause {
        case .noSuchFile, .connectionRefused:
            Failure(.unavailable, "\(path): no daemon listens there; start it, or name its socket with --control")
        case .accessDenied, .notPermitted:
            Failure(.noPermission, "\(path): your account may not even ask; let it through the folders on the way")
        default: Failure(.unavailable, "\(error)")
        }
    }
}
