import Files

/// `luova install`.
enum InstallVerb: Verb {
    static let name = "install"
    static let synopsis =
        "install [--root DIR] [--prefix DIR]             program, unit, manual and completion to their places"
    static let help = """
        usage: luova install [--root DIR] [--prefix DIR]

        Copies this program to its place and writes what belongs to it, all of which it holds itself: a unit for
        systemd with drop-ins for other needs, the lines for sysusers.d and tmpfiles.d, the manual, and completion
        for bash. Files of an older version are replaced. The routing table in /etc/luova/routes is yours: one to
        begin with is written only where no table is there. Starts nothing; prints what is to be done next.

        --root DIR     the root of another system, such as an image; default: this one
        --prefix DIR   where program and manual go; default: /usr

        exit: 0, 73 a file cannot be written, 77 not without more rights.

        example: luova install
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, verb: name, options: ["--root", "--prefix"], flags: [])
        guard arguments.rest.isEmpty else {
            throw Failure(.usage, "install: unexpected '\(arguments.rest[0])'; see luova install --help")
        }
        let root = try folder(arguments.value("--root") ?? "/", "--root", verb: name)
        let prefix = try folder(arguments.value("--prefix") ?? "/usr", "--prefix", verb: name)
        ProcessSettings.clearModeMask()
        do throws(FileError) {
            let program = InstalledFile(
                path: "\(prefix)/bin/luova", bytes: try WholeFile.read("/proc/self/exe"), mode: 0o755)
            for file in [program] + InstalledFile.all(prefix: prefix) { tell(try file.install(root: root), root, file) }
            try installTable(root)
        } catch {
            throw failure(error)
        }
        for line in next(root) { StandardStream.output.writeLine(line) }
    }

    /// The operator's own: never replaced, and nothing is put beside it.
    private static func installTable(_ root: String) throws(FileError) {
        let folder = root + InstalledFile.routes
        try WholeFile.makeDirectories(folder)
        let names = try Directory(path: folder).entries().map(\.name.description)
        if let file = names.filter({ $0.hasSuffix(".xml") }).min() {
            StandardStream.output.writeLine("kept       \(folder)/\(file): the routing table there is yours")
        } else {
            tell(try InstalledFile.table.install(root: root), root, .table)
        }
    }

    private static func tell(_ outcome: InstalledFile.Outcome, _ root: String, _ file: InstalledFile) {
        let word = outcome == .wrote ? "wrote      " : "unchanged  "
        StandardStream.output.writeLine("\(word)\(root)\(file.path)")
    }

    private static func next(_ root: String) -> [String] {
        let other = root.isEmpty ? "" : " --root=\(root)"
        var lines = [
            "", "next:", "  systemd-sysusers\(other) luova.conf", "  systemd-tmpfiles\(other) --create luova.conf",
        ]
        if root.isEmpty { lines.append("  systemctl daemon-reload && systemctl enable --now luova") }
        return lines + ["  luova add-partner ID, for each participant; see luova(8)"]
    }

    /// An absolute path without a slash at its end; the root itself is the empty text.
    static func folder(_ text: String, _ option: String, verb: String) throws(Failure) -> String {
        guard text.hasPrefix("/") else {
            throw Failure(.usage, "\(verb): \(option) must be an absolute path, not '\(text)'")
        }
        var path = text[...]
        while path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }

    /// How the program ends when a file could not be written.
    static func failure(_ error: FileError) -> Failure {
        let isRight = error.cause == .accessDenied || error.cause == .notPermitted
        return Failure(isRight ? .noPermission : .cannotCreate, "\(error)")
    }
}
