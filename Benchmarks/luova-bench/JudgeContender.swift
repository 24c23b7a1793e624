/// Whose work `judge` measures.
enum JudgeContender: String, CaseIterable {
    /// `xmlSchemaValidateStream`.
    case floor
    /// One reused parser of libxml2 that calls the validator's own handlers: the floor of `drain`.
    case plugged
    /// The daemon's judge, on the same bytes.
    case xml
    /// The daemon's judge, on the same content in JSON.
    case json
    /// SHA-256 of the bytes of the XML, alone.
    case digest

    /// What it is, in a word or two.
    var title: String {
        switch self {
        case .floor: "floor"
        case .plugged: "reused parser"
        case .xml: "judge, XML"
        case .json: "judge, JSON"
        case .digest: "SHA-256"
        }
    }
}
