import Messages
import Routing

/// How many messages of each sender on each row were accepted in the second, minute, hour and day of now. All four are
/// counted, so that a table with another quota finds what it needs. Constant memory for each sender on a row that has sent
/// something in its day: who left the table is forgotten with its day, and not before, because it may come back within it.
/// Pure.
struct QuotaCounts {
    /// Whose messages on which row.
    struct Subject: Hashable {
        let route: RouteIdentifier
        let sender: ParticipantIdentifier
    }

    /// The beginnings of the second, minute, hour and day of a moment.
    struct Starts {
        let second: Timestamp
        let minute: Timestamp
        let hour: Timestamp
        let day: Timestamp

        init(of moment: Timestamp, in zone: TimeZoneRules) {
            second = QuotaPeriod.second.bounds(at: moment, in: zone).lowerBound
            minute = QuotaPeriod.minute.bounds(at: moment, in: zone).lowerBound
            hour = QuotaPeriod.hour.bounds(at: moment, in: zone).lowerBound
            day = QuotaPeriod.day.bounds(at: moment, in: zone).lowerBound
        }

        subscript(_ period: QuotaPeriod) -> Timestamp {
            switch period {
            case .second: second
            case .minute: minute
            case .hour: hour
            case .day: day
            }
        }
    }

    /// How many since when.
    private struct Count {
        var start: Timestamp
        var number = 0

        mutating func add(_ more: Int, since start: Timestamp) {
            if self.start < start { self = Count(start: start) }
            number += more
        }
    }

    private struct Counts {
        var second: Count
        var minute: Count
        var hour: Count
        var day: Count

        init(since starts: Starts) {
            second = Count(start: starts.second)
            minute = Count(start: starts.minute)
            hour = Count(start: starts.hour)
            day = Count(start: starts.day)
        }

        mutating func add(_ more: Int, at starts: Starts) {
            second.add(more, since: starts.second)
            minute.add(more, since: starts.minute)
            hour.add(more, since: starts.hour)
            day.add(more, since: starts.day)
        }

        subscript(_ period: QuotaPeriod) -> Count {
            switch period {
            case .second: second
            case .minute: minute
            case .hour: hour
            case .day: day
            }
        }

        /// Whether all of them are over.
        func areOver(at starts: Starts) -> Bool {
            QuotaPeriod.allCases.allSatisfy { self[$0].start < starts[$0] }
        }
    }

    private var counts: [Subject: Counts] = [:]
    /// The day in which it was looked last whose day is over.
    private var day: Timestamp?

    /// How many senders on rows are remembered.
    var size: Int { counts.count }

    /// How many of a sender on a row were counted in a period. One that begins before the last that was counted in is
    /// that one: time does not go back.
    func number(of subject: Subject, in period: QuotaPeriod, since start: Timestamp) -> Int {
        guard let count = counts[subject]?[period], count.start >= start else { return 0 }
        return count.number
    }

    /// Counts messages of one moment. O(1).
    mutating func add(_ number: Int, of subject: Subject, at starts: Starts) {
        counts[subject, default: Counts(since: starts)].add(number, at: starts)
    }

    /// Forgets those of which nothing counts any more. O(senders on rows) once a day, else O(1).
    mutating func forgetOver(at starts: Starts) {
        if let day, day >= starts.day { return }
        day = starts.day
        counts = counts.filter { !$0.value.areOver(at: starts) }
    }

    /// Forgets everything of some rows.
    mutating func forget(_ routes: Set<RouteIdentifier>) {
        counts = counts.filter { !routes.contains($0.key.route) }
    }
}
