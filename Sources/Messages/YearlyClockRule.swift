/// When a time zone changes its clocks, the same in each year: the footer of a file of the time zone database, which is
/// written as POSIX writes the variable TZ: `EET-2EEST,M3.5.0/3,M10.5.0/4`.
struct YearlyClockRule: Equatable, Sendable {
    /// A day of each year.
    enum Day: Equatable, Sendable {
        /// Counted from 1 to 365; the leap day is not counted.
        case plain(Int)
        /// Counted from 0 to 365, the leap day among them.
        case counted(Int)
        /// In a month, the so manieth of a day of the week (0 is Sunday); 5 stands for the last one.
        case weekday(month: Int, week: Int, day: Int)
    }

    /// A moment of each year.
    struct Change: Equatable, Sendable {
        let day: Day
        /// Seconds after that day's midnight, by the clocks before the change; may lie days before or behind it.
        let time: Int64
    }

    /// Another time for a part of each year.
    struct Summer: Equatable, Sendable {
        /// What its clocks are ahead of UTC, in seconds.
        let offset: Int64
        let begin: Change
        let end: Change
    }

    /// What standard time is ahead of UTC, in seconds.
    let offset: Int64
    /// Nil where the clocks are never changed.
    let summer: Summer?

    /// The span that a moment lies in.
    func span(at second: Int64) -> TimeZoneRules.Span {
        guard let summer else { return TimeZoneRules.Span(start: .min, end: .max, offset: offset) }
        let year = CivilDate(daysSince1970: Int((second + offset) / 86_400)).year
        var changes: [(at: Int64, offset: Int64)] = []
        for year in year - 1...year + 1 {
            changes.append((YearlyClockRule.second(of: summer.end, in: year) - summer.offset, offset))
            changes.append((YearlyClockRule.second(of: summer.begin, in: year) - offset, summer.offset))
        }
        // Where one ends as the next begins it is summer all the time; so the end comes first, as it stands above.
        let sorted = changes.enumerated().sorted { ($0.element.at, $0.offset % 2) < ($1.element.at, $1.offset % 2) }
            .map(\.element)
        var found = TimeZoneRules.Span(start: .min, end: .max, offset: offset)
        for (place, change) in sorted.enumerated() where change.at <= second {
            let end = place + 1 < sorted.count ? sorted[place + 1].at : .max
            found = TimeZoneRules.Span(start: change.at, end: end, offset: change.offset)
        }
        return found
    }

    /// Seconds since 1970 by the clocks before a change.
    private static func second(of change: Change, in year: Int) -> Int64 {
        let newYear = CivilDate(year: year, month: 1, day: 1).daysSince1970
        let isLeap = CivilDate(year: year + 1, month: 1, day: 1).daysSince1970 - newYear == 366
        let day: Int
        switch change.day {
        case .plain(let number): day = newYear + number - 1 + (isLeap && number > 59 ? 1 : 0)
        case .counted(let number): day = newYear + number
        case .weekday(let month, let week, let weekday):
            let first = CivilDate(year: year, month: month, day: 1).daysSince1970
            let next = CivilDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1).daysSince1970
            // 1970 began on a Thursday.
            let ahead = ((weekday - (first + 4)) % 7 + 7) % 7
            var found = first + ahead + 7 * (week - 1)
            while found >= next { found -= 7 }
            day = found
        }
        return Int64(day) * 86_400 + change.time
    }
}
