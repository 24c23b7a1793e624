import Messages
import Recording
import Relaying

// The traffic of a day, as bars and as a table.
extension StatusPage {
    private static let height = 100

    mutating func writeTraffic() {
        let parts = snapshot.tally.traffic.day(until: observation.time)
        html.raw("<section aria-labelledby=\"traffic\">\n<h2 id=\"traffic\">Traffic of 24 hours</h2>\n")
        if let first = parts.first?.start, snapshot.since > first {
            html.raw("<p>Known since \(LocalTime(snapshot.since).minute) only.</p>\n")
        }
        writeBars("accepted", "Accepted", parts.map(\.accepted), parts)
        writeBars("refused", "Refused", parts.map(\.refused), parts)
        html.raw("<details>\n<summary>The same by the hour, as a table</summary>\n")
        let hours = stride(from: 0, to: parts.count, by: 6).map { parts[$0..<min($0 + 6, parts.count)] }
        html.table(
            "hours", "Files in each hour, the last one first",
            ["From", "Accepted", "Refused", "Duplicates"], numbers: [1, 2, 3],
            rows: hours.reversed().compactMap { hour in
                guard let first = hour.first else { return nil }
                return [
                    LocalTime(first.start).minute, HTMLText.grouped(hour.reduce(0) { $0 + $1.accepted }),
                    HTMLText.grouped(hour.reduce(0) { $0 + $1.refused }),
                    HTMLText.grouped(hour.reduce(0) { $0 + $1.duplicates }),
                ]
            })
        html.raw("</details>\n</section>\n")
    }

    /// One bar for each ten minutes, the highest as high as the picture.
    private mutating func writeBars(
        _ name: String, _ title: String, _ counts: [UInt64], _ parts: [TrafficHistory.Part]
    ) {
        let most = counts.max() ?? 0
        let sum = counts.reduce(0, +)
        var words = "\(title): \(HTMLText.grouped(sum)) in 24 hours"
        if let place = counts.firstIndex(of: most), most > 0 {
            words += "; most in ten minutes: \(HTMLText.grouped(most)), from \(LocalTime(parts[place].start).clock)"
        }
        html.raw("<figure>\n<figcaption>\(words)</figcaption>\n")
        html.raw(
            "<svg class=\"\(name)\" viewBox=\"0 0 \(parts.count) \(StatusPage.height)\" preserveAspectRatio=\"none\" "
                + "role=\"img\" aria-label=\"\(words)\">\n<path class=\"grid\" d=\"")
        for line in [0, 25, 50, 75, 100] { html.raw("M0 \(line)H\(parts.count)") }
        html.raw("\"/>\n<path class=\"bars\" d=\"")
        for (place, count) in counts.enumerated() where count > 0 {
            // What there is can be seen, however little.
            let height = max(2, Int((Double(count) / Double(most) * Double(StatusPage.height)).rounded()))
            html.raw("M\(place) \(StatusPage.height)v-\(height)h.85v\(height)z")
        }
        html.raw("\"/>\n</svg>\n<div class=\"axis\" aria-hidden=\"true\">")
        for place in [0, 36, 72, 108] { html.raw("<span>\(LocalTime(parts[place].start).clock)</span>") }
        html.raw("<span>now</span></div>\n</figure>\n")
    }
}
