import Messages
import Routing

extension Route {
    /// That it is not in force on a day, and why: the row itself, or the agreement that it rests on, has not begun or
    /// has ended.
    func wordsOutOfForce(on day: CivilDate) -> String {
        var reasons = [Route.words("it", from: fromDate, until: untilDate, on: day)]
        if let agreement {
            reasons.append(
                Route.words(
                    "its agreement \(agreement.identifier)", from: agreement.from, until: agreement.until, on: day))
        }
        return "is not in force on \(day): \(reasons.compactMap { $0 }.joined(separator: ", and "))"
    }

    /// Nil for what is in force.
    private static func words(_ name: String, from: CivilDate?, until: CivilDate?, on day: CivilDate) -> String? {
        if let from, day < from { return "\(name) begins on \(from)" }
        if let until, day > until { return "\(name) ended on \(until)" }
        return nil
    }
}
