import Files
import Messages
import Routing
import Validation

do throws(ConfigurationProblems) {
    let table = try RoutingTable.load(folder: CommandLine.arguments[1])
    for n in table.notes { print("note", n) }
    for f in CommandLine.arguments.dropFirst(2) {
        var v = Validator()
        let b = (try? WholeFile.read(f)) ?? []
        let j = v.judge(b + [0], count: b.count, contracts: table.contracts, limits: table.settings.limits, isRouted: { _ in true })
        print(f, j.type?.text ?? "-", j.header.messageID.map { String(decoding: $0, as: UTF8.self) } ?? "-", j.refusal?.reason.rawValue ?? "ok")
        for e in (j.refusal?.errors ?? []).prefix(5) { print("    ", e.code.rawValue, e.line ?? 0, e.column ?? 0, e.place ?? "-", e.text) }
        if j.refusal?.moreErrors ?? 0 > 0 { print("   more", j.refusal!.moreErrors) }
    }
} catch {
    for p in error.problems { print(p) }
}
