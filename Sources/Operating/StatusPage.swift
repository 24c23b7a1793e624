import Files
import Messages
import Recording
import Relaying
import Routing

/// A snapshot as a page for people: one file of HTML that needs no script and nothing from elsewhere. It holds ids of the
/// routing table and numbers, nothing out of a message.
struct StatusPage {
    /// After so long without a new one, the page is stale, in nanoseconds. It is written at least once in a minute.
    static let validity: Int64 = 150_000_000_000
    /// Agreements that end within so many days are listed.
    static let agreementDays = 90

    let snapshot: Snapshot
    var html = HTMLText()

    var observation: Observation { snapshot.observation }

    /// The page. O(participants and kinds of ledger lines).
    static func text(of snapshot: Snapshot) -> [UInt8] {
        var page = StatusPage(snapshot: snapshot)
        page.writeHead()
        page.html.raw("<body>\n<header>\n")
        page.writeState()
        page.html.raw("</header>\n<main>\n")
        page.writeTroubles()
        page.writeTraffic()
        page.writeReceivers()
        page.writeRefusals()
        page.writeAgreements()
        // There may be hundreds.
        page.writeSenders()
        page.html.raw("</main>\n<footer>\n")
        page.writeService()
        page.html.raw("</footer>\n</body>\n</html>\n")
        return page.html.bytes
    }

    private init(snapshot: Snapshot) { self.snapshot = snapshot }

    private mutating func writeHead() {
        html.raw(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \(snapshot.isRunning ? "<meta http-equiv=\"refresh\" content=\"30\">" : "")
            <title>\(isWell ? "" : "! ")Luova: \(HTMLText.escaped(stateWord))</title>
            <style>
            \(StatusPage.style)
            </style>
            </head>

            """)
    }

    /// Whether nobody need look any further.
    var isWell: Bool { snapshot.isRunning && snapshot.alarms.isEmpty && observation.faults.isEmpty }

    private var stateWord: String {
        if !snapshot.isRunning { return "stopped" }
        if observation.isStarting { return "starting" }
        if observation.isPaused { return "paused" }
        return isWell ? "working" : "working, with alarms"
    }

    private mutating func writeState() {
        let now = LocalTime(observation.time)
        let zone = observation.table.settings.timeZone
        html.raw("<h1>Luova <span class=\"state \(isWell ? "well" : "ill")\">\(stateWord)</span></h1>\n")
        let utc = String(decoding: observation.time.text.prefix(19), as: UTF8.self) + "Z"
        html.raw("<p>As of <time id=\"as-of\" datetime=\"\(utc)\">\(now.full)</time> (\(HTMLText.escaped(zone))). ")
        if snapshot.isRunning {
            let until = LocalTime(Timestamp(nanoseconds: observation.time.nanoseconds + StatusPage.validity))
            html.raw(
                "<strong>If it is later than \(until.full), this page is stale</strong>: "
                    + "then the service does not run, or cannot write it.</p>\n")
        } else {
            html.raw("<strong>The service has ended</strong>; this page tells how it left things.</p>\n")
        }
        writeTiles()
    }

    private mutating func writeTiles() {
        let parts = snapshot.tally.traffic.day(until: observation.time)
        let queues = observation.queues.values
        let waiting = observation.drops.values.reduce(0) { $0 + $1.count } + queues.reduce(0) { $0 + $1.waiting }
        let oldest = (observation.drops.values.compactMap(\.oldest) + queues.compactMap(\.oldest)).min()
        let tiles: [(name: String, title: String, value: String)] = [
            ("accepted", "Accepted in 24 h", HTMLText.grouped(parts.reduce(0) { $0 + $1.accepted })),
            ("refused", "Refused in 24 h", HTMLText.grouped(parts.reduce(0) { $0 + $1.refused })),
            ("duplicates", "Duplicates in 24 h", HTMLText.grouped(parts.reduce(0) { $0 + $1.duplicates })),
            ("waiting", "Waiting now", HTMLText.grouped(UInt64(waiting))),
            ("oldest", "Oldest waiting", oldest.map { age($0) } ?? "none"),
            ("held", "Held for a person", HTMLText.grouped(UInt64(queues.reduce(0) { $0 + $1.held }))),
        ]
        html.raw("<dl class=\"tiles\">\n")
        for tile in tiles {
            html.raw("<div><dt>\(tile.title)</dt><dd id=\"\(tile.name)\">\(tile.value)</dd></div>\n")
        }
        html.raw("</dl>\n")
    }

    /// How long ago something was.
    func age(_ time: Timestamp) -> String {
        Age(nanoseconds: observation.time.nanoseconds - time.nanoseconds).description
    }

    private mutating func writeTroubles() {
        html.raw("<section aria-labelledby=\"troubles\">\n<h2 id=\"troubles\">Alarms and faults</h2>\n")
        let alarms = snapshot.alarms.filter { $0.key.kind != .fault }
        if alarms.isEmpty, observation.faults.isEmpty { html.raw("<p class=\"none\">None.</p>\n") }
        writeList("alarms", "Alarms of now", alarms.map { ($0.key.kind.rawValue, $0.key.subject, $0.since, $0.text) })
        writeList(
            "faults", "Faults of now",
            observation.faults.map { fault in
                let ending = fault.pausesTaking ? "; nothing is taken until it is over" : ""
                return (fault.name, fault.participant?.text ?? "", fault.since, fault.text + ending)
            })
        html.raw("</section>\n")
    }

    /// Not a table: on a narrow screen its words would not be seen.
    private mutating func writeList(
        _ name: String, _ title: String, _ items: [(name: String, subject: String, since: Timestamp, text: String)]
    ) {
        if items.isEmpty { return }
        html.raw("<h3>\(title)</h3>\n<ul id=\"\(name)\" class=\"troubles\">\n")
        for item in items {
            html.raw("<li><strong>\(item.name)</strong> ")
            html.text(item.subject)
            html.raw(
                "\(item.subject.isEmpty ? "" : ", ")since <span class=\"when\">\(LocalTime(item.since).minute)</span><br>"
            )
            html.text(item.text)
            html.raw("</li>\n")
        }
        html.raw("</ul>\n")
    }

    private mutating func writeService() {
        let digest = String(decoding: observation.table.digest.hexadecimal, as: UTF8.self)
        let space = observation.space.map { "\($0.freeBytes / 1_000_000) MB of \($0.bytes / 1_000_000) MB" }
        let rows: [(String, String)] = [
            ("Version", snapshot.version), ("Running since", LocalTime(observation.startedAt).full),
            ("State", observation.state),
            ("Routing table in force since", LocalTime(observation.tableLoadedAt).full),
            ("SHA-256 of its files", digest),
            ("Ledger", "line \(observation.lastLine), \(snapshot.ledgerBytes / 1_000) kB"),
            ("Free room for the spool", space ?? "unknown"),
        ]
        html.raw("<h2>Service</h2>\n<dl class=\"facts\">\n")
        for (title, value) in rows {
            html.raw("<div><dt>\(title)</dt><dd>\(HTMLText.escaped(value))</dd></div>\n")
        }
        html.raw("</dl>\n")
    }
}
