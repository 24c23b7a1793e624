// What metrics, status and page say in the night, held against what is known to be so.

import Foundation
import Support
import XCTest

extension NightTrial {
    private var total: Int { accepted.values.reduce(0) { $0 + $1.count } }
    private var waiting: Int { (accepted["alice"]?.count ?? 0) - taken.count }

    func metrics() throws -> [String: String] {
        let (code, output, error) = try playground.luova([
            "metrics", "--control", playground.folder.path(of: "control"),
        ])
        XCTAssertEqual(code, 0, error)
        return output.split(separator: "\n").filter { !$0.hasPrefix("#") }.reduce(into: [:]) { found, line in
            guard let space = line.lastIndex(of: " ") else { return }
            found[String(line[..<space])] = String(line[line.index(after: space)...])
        }
    }

    func alarmsInMetrics(_ metrics: [String: String]) -> Set<String> {
        Set(metrics.keys.filter { $0.hasPrefix("luova_alarm{") }.map { labels($0).joined(separator: " ") })
    }

    private func labels(_ name: String) -> [String] {
        name.split(separator: "\"").enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    /// What metrics, status page and status say that is not so.
    func lies(unsure: String?) throws -> [String] {
        var lies: [String] = []
        func compare<Value: Equatable>(_ name: String, _ said: Value, _ known: Value) {
            if said != known { lies.append("\(name): \(said), not \(known)") }
        }
        let sure = alarms.subtracting([unsure].compactMap { $0 })
        // A look, with which the page is written too.
        let metrics = try metrics()
        let page = (try? playground.folder.read("page")) ?? ""
        let status = try status()

        func metric(_ name: String, _ known: Int) { compare(name, metrics[name] ?? "0", String(known)) }
        metric("luova_up", 1)
        for (sender, identifiers) in accepted {
            metric(#"luova_files_total{partner="\#(sender)",outcome="accepted",type="note"}"#, identifiers.count)
        }
        metric(#"luova_files_total{partner="eve",outcome="refused",type="note",reason="invalid"}"#, invalid)
        metric(#"luova_files_total{partner="alice",outcome="duplicate",type="note"}"#, duplicates)
        metric(#"luova_deliveries_total{receiver="bob",outcome="delivered"}"#, taken.count)
        metric(#"luova_deliveries_total{receiver="carol",outcome="delivered"}"#, playground.pickup("carol").count)
        metric(#"luova_program_messages{receiver="bob"}"#, waiting)
        metric(#"luova_drop_files{partner="alice"}"#, inDrop.count)
        metric("luova_paused", faults.isEmpty ? 0 : 1)
        metric(#"luova_table_info{sha256="\#(digest)"}"#, 1)
        compare("alarms", alarmsInMetrics(metrics).subtracting([unsure].compactMap { $0 }), sure)
        let standing = metrics.keys.filter { $0.hasPrefix("luova_fault_start_time_seconds{") }.flatMap(labels)
        compare("faults", Set(standing), faults)

        compare("state", (status["state"] as? String ?? "").hasPrefix("paused: "), !faults.isEmpty)
        compare("status: faults", (status["faults"] as? [Any])?.count, faults.count)
        compare("status: in drops", status["in_drops"] as? Int, inDrop.count)
        compare("status: table", (status["table"] as? [String: Any])?["sha256"] as? String, digest)
        let queues = status["waiting"] as? [[String: Any]] ?? []
        let waits = queues.flatMap { queue in ["running", "waiting", "behind", "held"].map { queue[$0] as? Int ?? 0 } }
        compare("status: waiting", waits.reduce(0, +), waiting)

        func tile(_ name: String) -> String {
            let rest = page.components(separatedBy: "<dd id=\"\(name)\">").dropFirst().first ?? ""
            return String(rest.prefix { $0 != "<" }.filter(\.isNumber))
        }
        compare("page: accepted", tile("accepted"), String(total))
        compare("page: refused", tile("refused"), String(invalid))
        compare("page: duplicates", tile("duplicates"), String(duplicates))
        compare("page: waiting", tile("waiting"), String(waiting + inDrop.count))
        let shown = page.matches(of: #/<li><strong>([^<]+)</strong> ([^<]*?),? ?since /#).map { "\($0.1) \($0.2)" }
        let known = sure.filter { !$0.hasPrefix("fault ") }.union(faults.map { "\($0) " })
        compare("page: alarms and faults", Set(shown).subtracting([unsure].compactMap { $0 }), known)
        return lies
    }
}
