public import Messages

/// A row that could have decided a message and did not, and why not.
public struct NearMiss: Sendable {
    /// What does not fit, in the order of nearness.
    public enum Difference: Int, Comparable, Sendable {
        /// Its sender and type are those of the message, and its syntax is not.
        case syntax
        /// It, or its agreement, is not in force on that day.
        case day
        /// It is of the same sender, for another type.
        case type
        /// It is for the same type, of another sender.
        case sender

        /// Whether `left` is nearer than `right`.
        public static func < (left: Difference, right: Difference) -> Bool { left.rawValue < right.rawValue }
    }

    /// The row, as it holds for its sender.
    public var route: Route
    /// What does not fit.
    public var difference: Difference

    /// Names a row and what does not fit.
    public init(route: Route, difference: Difference) {
        self.route = route
        self.difference = difference
    }
}

extension RoutingTable {
    /// The rows that come nearest to a message without deciding it, the nearest first: all of its sender, and those
    /// of others for its type. O(rows).
    ///
    /// - Parameter message: its type; nil when that is not known.
    public func nearest(
        from sender: ParticipantIdentifier, message: MessageType?, syntax: Syntax?, on day: CivilDate
    ) -> [NearMiss] {
        var misses: [NearMiss] = []
        for route in routes(from: sender) {
            let difference: NearMiss.Difference
            if route.message != message {
                difference = .type
            } else if let syntax, !route.syntaxes.contains(syntax) {
                difference = .syntax
            } else if route.firstDay.map({ day < $0 }) ?? false || route.lastDay.map({ $0 < day }) ?? false {
                difference = .day
            } else {
                continue
            }
            misses.append(NearMiss(route: route, difference: difference))
        }
        for route in routes where route.message == message && !senders(of: route).contains(sender) {
            misses.append(NearMiss(route: route, difference: .sender))
        }
        // The order of the table decides between equals.
        return misses.enumerated().sorted { ($0.element.difference, $0.offset) < ($1.element.difference, $1.offset) }
            .map(\.element)
    }
}
