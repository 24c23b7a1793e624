/// Writes HTML. Elements come from us; text is escaped.
struct HTMLText {
    private(set) var bytes: [UInt8] = []

    /// Markup of our own, as it is.
    mutating func raw(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

    /// Text, escaped.
    mutating func text(_ text: String) { raw(HTMLText.escaped(text)) }

    /// A table with a caption and headings.
    ///
    /// - Parameter numbers: the columns that hold numbers.
    mutating func table(
        _ name: String, _ caption: String, _ headings: [String], numbers: Set<Int> = [], rows: [[String]]
    ) {
        // Above what can be moved sideways, so that it is seen whole on a narrow screen.
        raw("<p class=\"caption\" id=\"\(name)-caption\">\(HTMLText.escaped(caption))</p>\n")
        raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"\(name)-caption\">")
        raw("<table id=\"\(name)\" aria-labelledby=\"\(name)-caption\"><thead><tr>")
        for (place, heading) in headings.enumerated() {
            raw("<th scope=\"col\"\(numbers.contains(place) ? " class=\"number\"" : "")>")
            text(heading)
            raw("</th>")
        }
        raw("</tr></thead><tbody>\n")
        for row in rows {
            raw("<tr>")
            for (place, cell) in row.enumerated() {
                let kind = numbers.contains(place) ? " class=\"number\"" : ""
                raw(place == 0 ? "<th scope=\"row\">" : "<td\(kind)>")
                text(cell)
                raw(place == 0 ? "</th>" : "</td>")
            }
            raw("</tr>\n")
        }
        raw("</tbody></table></div>\n")
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A number with its thousands apart, by a space that does not break.
    static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        var result = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { result += "\u{202F}" }
            result.append(digit)
        }
        return result
    }
}
