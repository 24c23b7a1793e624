import Files
public import Messages
public import Recording
import Spooling

/// What an operator can stop and let go on.
public enum PauseScope: Hashable, Sendable, CustomStringConvertible {
    /// The taking of files, from everybody.
    case taking
    /// The taking of one sender's files.
    case takingFrom(ParticipantIdentifier)
    /// The handing on of messages to one receiver's program.
    case handing(to: ParticipantIdentifier)

    /// What is stopped, for people.
    public var description: String {
        switch self {
        case .taking: "taking in"
        case .takingFrom(let sender): "taking in from \(sender)"
        case .handing(let receiver): "handing on to \(receiver)"
        }
    }

    /// Under this name a pause is noted in the ledger's folder.
    var fileName: FileName {
        switch self {
        case .taking: SpoolLayout.pause(kind: "taking", of: nil)
        case .takingFrom(let sender): SpoolLayout.pause(kind: "from", of: sender)
        case .handing(let receiver): SpoolLayout.pause(kind: "to", of: receiver)
        }
    }

    /// What a record paused or resumed; nil where it is about something else.
    public init?(_ record: LedgerRecord) {
        guard record.event == .paused || record.event == .resumed else { return nil }
        if let receiver = record.receivers.first {
            self = .handing(to: receiver)
        } else {
            self = record.sender.map { .takingFrom($0) } ?? .taking
        }
    }

    /// Says in a record what is paused or resumed.
    func fill(_ record: inout LedgerRecord) {
        switch self {
        case .taking: break
        case .takingFrom(let sender): record.sender = sender
        case .handing(let receiver): record.receivers = [receiver]
        }
    }
}

/// Something that an operator has stopped, and that stays so through every start until an operator lets it go on.
///
/// The ledger says who did it and why. What is stopped now lies beside it, one small file for each pause, with the
/// ledger's own line in it: a start must not read the whole ledger to know. The file is written behind the commit, as
/// bodies are moved, and a start after a crash makes up for it from the ledger's unsettled lines.
public struct Pause: Sendable, Equatable {
    /// What is stopped.
    public let scope: PauseScope
    /// The ledger's line about it; nil where the file no longer holds one.
    public let record: LedgerRecord?

    /// What a ledger line stopped; nil where it is about something else.
    init?(_ record: LedgerRecord) {
        guard record.event == .paused, let scope = PauseScope(record) else { return nil }
        self.scope = scope
        self.record = record
    }

    private init(_ scope: PauseScope, _ record: LedgerRecord?) {
        self.scope = scope
        self.record = record
    }

    /// What is stopped, since when, by whom and why, in one line.
    public var words: String {
        guard let record else { return "\(scope) is paused" }
        let comment = record.text.map { ": \($0)" } ?? ""
        let who = record.by.map { " by \($0)" } ?? ""
        return "\(scope) is paused since \(String(decoding: record.time.text, as: UTF8.self))\(who)\(comment)"
    }

    /// Notes it, whole or not at all.
    func write(to folder: Directory) throws(FileError) {
        let new = SpoolLayout.newPause
        try folder.remove(new)
        let file = try folder.create(new, mode: 0o640)
        try file.write(((record?.line ?? []) + [0x0A])[...])
        try file.synchronizeData()
        try folder.rename(new, to: folder, scope.fileName, replacing: true)
    }

    /// All that are noted in the ledger's folder. A file that holds something else still stops what its name says.
    static func all(in folder: Directory) throws(FileError) -> [PauseScope: Pause] {
        var found: [PauseScope: Pause] = [:]
        for entry in try folder.entries() {
            guard let scope = scope(entry.name) else { continue }
            let file = try folder.open(entry.name)
            let bytes = try file.read(count: 65_536, at: 0)
            let record = LedgerRecord(line: bytes.prefix { $0 != 0x0A })
            found[scope] = Pause(scope, record.flatMap { PauseScope($0) == scope ? $0 : nil })
        }
        return found
    }

    private static func scope(_ name: FileName) -> PauseScope? {
        guard let (kind, participant) = SpoolLayout.readPause(name) else { return nil }
        switch (kind, participant) {
        case ("taking", nil): return .taking
        case ("from", let sender?): return .takingFrom(sender)
        case ("to", let receiver?): return .handing(to: receiver)
        default: return nil
        }
    }
}
