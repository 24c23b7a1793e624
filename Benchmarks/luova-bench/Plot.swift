import Files

/// A drawing of values over time, as one SVG file: panels below each other that share the time axis. Without script,
/// without anything from elsewhere, and readable on a light and on a dark ground; lines differ in their dashes too,
/// so that a print in grey tells them apart.
struct Plot {
    /// A value at a time.
    struct Point {
        /// Seconds.
        var x: Double
        /// The value.
        var y: Double
    }

    /// One line.
    struct Line {
        /// What it shows.
        var name: String
        /// Its points, in the order of time.
        var points: [Point]
        /// The line is broken where two points are further apart than this, in seconds.
        var gap = Double.infinity
    }

    /// One pair of axes.
    struct Panel {
        /// What is drawn.
        var title: String
        /// The unit of its values.
        var unit: String
        /// Its lines.
        var lines: [Line]
    }

    /// What stands above it.
    var title: String
    /// Its panels, from the top.
    var panels: [Panel]
    /// What the time axis says.
    var timeTitle = "time, s"
    /// What its marks mean.
    var timeMarks = PlotAxis.Marks.values

    private static let width = 960.0
    private static let left = 80.0
    private static let right = 150.0
    private static let top = 50.0
    private static let panelHeight = 200.0
    private static let panelStep = 270.0
    /// A line of no more points has each of them marked.
    private static let fewPoints = 12

    /// Writes it.
    func write(to path: String) throws(Failure) {
        try Failure.orFile { () throws(FileError) in try WholeFile.write(Array(svg.utf8), to: path) }
    }

    private var svg: String {
        let height = Plot.top + Double(panels.count) * Plot.panelStep + 10
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(Plot.width)) \(number(height))" role="img">
            <title>\(escaped(title))</title>
            <style>
            :root { color-scheme: light dark }
            svg { background: #fff; color: #222; font: 13px system-ui, sans-serif }
            text { fill: currentColor } .title { font-size: 16px; font-weight: 600 } .grid { stroke: #8884 }
            .axis { stroke: currentColor } .line { fill: none; stroke-width: 1.5; stroke-linejoin: round }
            .c0 { stroke: #1668b8; color: #1668b8 } .c1 { stroke: #c2410c; color: #c2410c }
            .c2 { stroke: #15803d; color: #15803d } .c3 { stroke: #9333ea; color: #9333ea }
            .c1 { stroke-dasharray: 7 4 } .c2 { stroke-dasharray: 2 3 } .c3 { stroke-dasharray: 10 3 2 3 }
            @media (prefers-color-scheme: dark) {
            svg { background: #16181d; color: #e6e6e6 }
            .c0 { stroke: #6cb6ff; color: #6cb6ff } .c1 { stroke: #ff9d66; color: #ff9d66 }
            .c2 { stroke: #6fdc8c; color: #6fdc8c } .c3 { stroke: #d2a8ff; color: #d2a8ff }
            }
            .dot { fill: currentColor; stroke: none }
            </style>
            <text class="title" x="\(number(Plot.left))" y="26">\(escaped(title))</text>

            """
        let end = panels.flatMap(\.lines).flatMap(\.points).map(\.x).max() ?? 1
        let time = PlotAxis(to: end, from: Plot.left, until: Plot.width - Plot.right, timeMarks)
        for (place, panel) in panels.enumerated() {
            text += drawing(of: panel, time, at: Plot.top + Double(place) * Plot.panelStep)
        }
        return text + "</svg>\n"
    }

    private func drawing(of panel: Panel, _ time: PlotAxis, at top: Double) -> String {
        let (low, high) = (top + 20 + Plot.panelHeight, top + 20)
        let values = PlotAxis(to: panel.lines.flatMap(\.points).map(\.y).max() ?? 1, from: low, until: high)
        let (left, right) = (number(Plot.left), number(Plot.width - Plot.right))
        var text = "<text x=\"\(left)\" y=\"\(number(top + 12))\">\(escaped("\(panel.title), \(panel.unit)"))</text>\n"
        for tick in values.ticks {
            let y = number(values.place(of: tick))
            text += "<path class=\"grid\" d=\"M\(left) \(y)H\(right)\"/>"
            text += "<text x=\"\(number(Plot.left - 8))\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">"
            text += "\(values.label(of: tick))</text>\n"
        }
        for tick in time.ticks {
            let x = number(time.place(of: tick))
            text += "<path class=\"axis\" d=\"M\(x) \(number(low))v5\"/>"
            text += "<text x=\"\(x)\" y=\"\(number(low + 19))\" text-anchor=\"middle\">\(time.label(of: tick))</text>\n"
        }
        text += "<path class=\"axis\" fill=\"none\" d=\"M\(left) \(number(high))V\(number(low))H\(right)\"/>\n"
        text += "<text x=\"\(right)\" y=\"\(number(low + 35))\" text-anchor=\"end\">\(escaped(timeTitle))</text>\n"
        for (place, line) in panel.lines.enumerated() {
            text += "<path class=\"line c\(place % 4)\" d=\"\(path(of: line, time, values))\"/>\n"
            for point in marked(line) {
                text += "<circle class=\"dot c\(place % 4)\" cx=\"\(number(time.place(of: point.x)))\""
                text += " cy=\"\(number(values.place(of: point.y)))\" r=\"2.5\"/>\n"
            }
            // The legend stands at the right, beside the panel.
            let (x, y) = (number(Plot.width - Plot.right + 16), high + 8 + Double(place) * 20)
            text += "<path class=\"line c\(place % 4)\" d=\"M\(x) \(number(y))h18\"/>"
            text += "<text x=\"\(x)\" dx=\"24\" y=\"\(number(y))\" dy=\"4\">\(escaped(line.name))</text>\n"
        }
        return text
    }

    private func path(of line: Line, _ time: PlotAxis, _ values: PlotAxis) -> String {
        var text = ""
        var last = -Double.infinity
        for point in line.points {
            let place = "\(number(time.place(of: point.x))) \(number(values.place(of: point.y)))"
            text += (point.x - last > line.gap || text.isEmpty ? "M" : "L") + place
            last = point.x
        }
        return text
    }

    /// The points that are drawn as dots: all of a few, else those without neighbours, which no stroke shows.
    private func marked(_ line: Line) -> [Point] {
        let points = line.points
        guard points.count > Plot.fewPoints else { return points }
        return points.indices.filter { place in
            (place == points.startIndex || points[place].x - points[place - 1].x > line.gap)
                && (place == points.endIndex - 1 || points[place + 1].x - points[place].x > line.gap)
        }.map { points[$0] }
    }

    private func number(_ value: Double) -> String { JSONLine.text(max(0, value), 1) }

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}
