import Messages
import Routing

/// An agreement that rows rest on, and how long it still runs.
struct AgreementEnding: Equatable {
    let identifier: String
    /// With whom.
    let partner: String
    let lastDay: CivilDate
    /// 0 on its last day; below 0 when it has ended.
    let daysLeft: Int

    /// Those of a table that end, on a day, the next one first. One that no row and no participant names is left out.
    static func all(in table: RoutingTable, on day: CivilDate) -> [AgreementEnding] {
        let used = Set(
            table.routes.compactMap { $0.agreement?.identifier } + table.participants.values.compactMap(\.agreement))
        return table.agreements.values.compactMap { agreement in
            guard let last = agreement.until, used.contains(agreement.identifier) else { return nil }
            return AgreementEnding(
                identifier: agreement.identifier, partner: "\(agreement.partner)", lastDay: last,
                daysLeft: last.daysSince1970 - day.daysSince1970)
        }.sorted { ($0.daysLeft, $0.identifier) < ($1.daysLeft, $1.identifier) }
    }
}
