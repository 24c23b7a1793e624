import Messages

extension TableLinker {
    /// Whose messages of which type.
    private struct Subject: Hashable {
        var sender: String
        var message: MessageType
    }

    /// Two rows contradict each other when both could decide the same message, be it a participant's own row or one
    /// of its groups'.
    mutating func checkContradictions(_ routes: [Route]) {
        var rows: [Subject: [Int]] = [:]
        for (place, route) in routes.enumerated() {
            for sender in members(of: "\(route.from)") {
                rows[Subject(sender: sender, message: route.message), default: []].append(place)
            }
        }
        var told: Set<[Int]> = []
        // In the order of the rows, and of the senders where these are equal.
        for (subject, places) in rows.filter({ $0.value.count > 1 }).sorted(by: {
            ($0.value[0], $0.key.sender) < ($1.value[0], $1.key.sender)
        }) {
            for (count, place) in places.enumerated() {
                let route = routes[place]
                for other in places[..<count]
                where !route.syntaxes.isDisjoint(with: routes[other].syntaxes) && route.overlaps(routes[other])
                    && told.insert([other, place]).inserted
                {
                    report(contradiction(route, routes[other], sender: subject.sender))
                }
            }
        }
    }

    private func contradiction(_ route: Route, _ other: Route, sender: String) -> ConfigurationProblem {
        let rows = "route '\(route.identifier)' and route '\(other.identifier)' (\(other.file):\(other.line))"
        let text: String
        if route.from == other.from {
            text = "\(rows) decide the same messages; join them, or part them by date or syntax"
        } else {
            let parties = [route.from, other.from].filter(\.isGroup).map { "'\($0)'" }.joined(separator: " and ")
            text =
                "\(rows) decide the same messages of '\(sender)', who belongs to \(parties); "
                + "remove one of them, or part them by date or syntax"
        }
        return ConfigurationProblem(file: route.file, line: route.line, text)
    }
}

extension Route {
    /// Whether there is a day on which both rows are in force.
    fileprivate func overlaps(_ other: Route) -> Bool {
        let starts = [fromDate, other.fromDate].compactMap { $0 }
        let ends = [untilDate, other.untilDate].compactMap { $0 }
        guard let start = starts.max(), let end = ends.min() else { return true }
        return start <= end
    }
}
