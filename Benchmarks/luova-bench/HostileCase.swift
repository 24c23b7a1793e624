import Files

/// A file that means harm, or looks like it, and what must become of it.
struct HostileCase {
    /// What must become of it.
    enum Wanted: Equatable {
        /// `explain` accepts it.
        case accepted
        /// `explain` refuses it for this reason.
        case refused(String)
        /// `check` refuses the table with such a contract.
        case notLoaded

        /// As the table has it.
        var text: String {
            switch self {
            case .accepted: "accepted"
            case .refused(let reason): reason
            case .notLoaded: "not loaded"
            }
        }
    }

    /// A part of the file. Made while it is written: the harness must stay smaller than what it measures.
    enum Piece {
        case text(String)
        case bytes([UInt8])
        /// The same, so many times.
        case times(Int, String)
        /// Numbered from 0 on, each between two texts.
        case numbered(Int, String, String)
        /// So many bytes that look random and are always the same.
        case random(Int)
    }

    /// What is tried.
    let name: String
    /// What must become of it.
    let wanted: Wanted
    /// The file's content; of a contract, the declarations of its schema.
    let pieces: [Piece]
    /// The table that judges it.
    var routes = "routes"
    /// What `explain` must tell, and what not.
    var tells: String?
    var hides: String?

    /// A case.
    init(_ name: String, _ wanted: Wanted, _ pieces: [Piece]) {
        self.name = name
        self.wanted = wanted
        self.pieces = pieces
    }

    /// One that is refused for a reason.
    init(_ name: String, _ reason: String, _ pieces: Piece...) {
        self.init(name, .refused(reason), pieces)
    }

    /// One that is accepted.
    init(accepted name: String, _ pieces: Piece...) { self.init(name, .accepted, pieces) }

    /// One of a message in XML: what stands in the root element behind the header.
    init(xml name: String, _ reason: String, _ pieces: Piece...) {
        self.init(name, .refused(reason), HostileCase.xml(pieces))
    }

    /// One of a message in JSON: what stands in the root element behind the header.
    init(json name: String, _ reason: String, _ pieces: Piece...) {
        self.init(name, .refused(reason), HostileCase.json(pieces))
    }

    /// The start of a message in XML, up to behind its header.
    static let start = "<Hostile xmlns=\"urn:luova:hostile:1\"><Header><MessageId>m-1</MessageId></Header>"
    static let end = "</Hostile>"
    static let jsonStart = "{\"Hostile\":{\"@xmlns\":\"urn:luova:hostile:1\",\"Header\":{\"MessageId\":\"m-1\"}"
    static let jsonEnd = "}}"

    static func xml(_ pieces: [Piece]) -> [Piece] { [.text(start)] + pieces + [.text(end)] }
    static func json(_ pieces: [Piece]) -> [Piece] { [.text(jsonStart)] + pieces + [.text(jsonEnd)] }

    /// A message with nothing wrong.
    static let good = start + "<Text>good</Text>" + end

    /// Writes the file, and says how large it is.
    func write(to path: String) throws(FileError) -> Int {
        try WholeFile.write([], to: path)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard let name = FileName(String(path.dropFirst(folder.utf8.count + 1))) else {
            preconditionFailure("the harness names its files itself")
        }
        let file = try Directory(path: folder).openOrCreate(name, mode: 0o600)
        var writer = HostileWriter()
        for piece in pieces { try writer.add(piece, to: file) }
        try writer.flush(to: file)
        return writer.count
    }
}

/// Writes pieces of a file in blocks.
private struct HostileWriter {
    private static let block = 262_144
    private var buffer: [UInt8] = []
    private(set) var count = 0

    mutating func add(_ piece: HostileCase.Piece, to file: borrowing Descriptor) throws(FileError) {
        switch piece {
        case .text(let text): try add(Array(text.utf8), to: file)
        case .bytes(let bytes): try add(bytes, to: file)
        case .times(let count, let text):
            let bytes = Array(text.utf8)
            for _ in 0..<count { try add(bytes, to: file) }
        case .numbered(let count, let before, let behind):
            let (before, behind) = (Array(before.utf8), Array(behind.utf8))
            for number in 0..<count {
                buffer.append(contentsOf: before)
                buffer.append(contentsOf: String(number).utf8)
                try add(behind, to: file)
            }
        case .random(let count):
            var stream = RandomStream(seed: 1)
            for _ in 0..<count / 8 {
                let number = stream.next()
                try add((0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }, to: file)
            }
        }
    }

    private mutating func add(_ bytes: [UInt8], to file: borrowing Descriptor) throws(FileError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= HostileWriter.block { try flush(to: file) }
    }

    mutating func flush(to file: borrowing Descriptor) throws(FileError) {
        try file.write(buffer[...])
        count += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}
