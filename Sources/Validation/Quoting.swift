/// Makes what a document says fit to be shown to a person: short, and without characters that a
/// terminal or an editor would act upon.
enum Quoting {
    /// The most characters that are shown of anything.
    private static let most = 100

    /// A text in at most a hundred characters; an ellipsis is the last where more were there.
    static func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let isCut = scalars.dropFirst(most).first != nil
        var shown = String.UnicodeScalarView()
        for scalar in scalars.prefix(isCut ? most - 1 : most) { shown.append(harmless(scalar)) }
        if isCut { shown.append("…") }
        return String(shown)
    }

    /// A character as it can be shown: a picture for a control character that has one, U+FFFD for what
    /// cannot be seen and changes what can.
    private static func harmless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: return "\u{2421}"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return "\u{FFFD}"
        default: return scalar
        }
    }
}
