import Files
import Messages
import Validation
import XML

/// Reads the files of a table into rows, each row by itself. What one row says of another is
/// `TableLinker`'s.
struct TableReader {
    /// A row and where it stands.
    struct Placed<Row> {
        var row: Row
        var file: String
        var line: Int
    }

    /// A route whose names are not looked up yet.
    struct RouteRow {
        var identifier, from, message: String
        var to: [String]
        var syntaxes: Set<Syntax>
        var encodings: Set<TextEncoding>
        var lane: Lane
        var largest: Int64?
        var agreement, basis, reply, profile, window, expectation: String?
        /// All but the window, which may need the service's time zone.
        var traffic: TrafficRules
        var fromDate, untilDate: CivilDate?
    }

    /// The table's folder.
    let folder: String
    private(set) var services: [Placed<ServiceSettings>] = []
    private(set) var participants: [Placed<Participant>] = []
    private(set) var groups: [Placed<Group>] = []
    private(set) var profiles: [Placed<Profile>] = []
    private(set) var contracts: [Placed<Contract.Description>] = []
    private(set) var agreements: [Placed<Agreement>] = []
    private(set) var routes: [Placed<RouteRow>] = []
    private(set) var retentions: [Placed<Retention>] = []
    private(set) var holds: [Placed<LegalHold>] = []
    private(set) var problems: [ConfigurationProblem] = []
    /// Of the bytes of all files.
    private var hash = SHA256()

    /// Tells this table from others: the SHA-256 of its files, one after the other in the order of their names. Schemas are
    /// not in it.
    var digest: Digest {
        var hash = hash
        return hash.finish()
    }

    init(folder: String) { self.folder = folder }

    /// Reads every `*.xml` file of the folder, in the order of their names.
    mutating func readAll(schema: Schema) {
        let names: [String]
        do throws(FileError) {
            names = try Directory(path: folder).entries().filter { !$0.isDirectory }
                .map { String(decoding: $0.name.bytes, as: UTF8.self) }
                .filter { $0.hasSuffix(".xml") && !$0.hasPrefix(".") }.sorted()
        } catch {
            problems.append(
                ConfigurationProblem(
                    file: folder, line: 0, "the routing table's folder: \(error.cause.sentence); name it with --routes")
            )
            return
        }
        if names.isEmpty {
            problems.append(
                ConfigurationProblem(file: folder, line: 0, "there is no *.xml file in it; put the routing table there")
            )
        }
        for name in names { read("\(folder)/\(name)", schema) }
    }

    private mutating func read(_ path: String, _ schema: Schema) {
        do {
            let bytes = try WholeFile.read(path)
            hash.update(bytes.span)
            let broken = OwnDocument.problems(bytes, file: path, schema: schema)
            guard broken.isEmpty else {
                problems += broken.map {
                    ConfigurationProblem(file: $0.file, line: $0.line, "\($0.text); see luova-routes(5)")
                }
                return
            }
            for row in try Element(parsing: bytes, file: path).children { add(row, path) }
        } catch let error as FileError {
            problems.append(ConfigurationProblem(file: path, line: 0, "cannot be read: \(error.cause.sentence)"))
        } catch let error as DocumentProblem {
            problems.append(ConfigurationProblem(file: path, line: error.line, error.text))
        } catch {
            preconditionFailure("an error of neither kind: \(error)")
        }
    }

    private mutating func add(_ element: Element, _ file: String) {
        for row in [element] + element.children { checkNumbers(of: row, file) }
        switch element.name {
        case "service": services.append(Placed(row: service(element), file: file, line: element.line))
        case "partner", "system": participants.append(Placed(row: participant(element), file: file, line: element.line))
        case "group": groups.append(Placed(row: group(element), file: file, line: element.line))
        case "profile": profiles.append(Placed(row: profile(element), file: file, line: element.line))
        case "contract":
            checkItems(of: element, file)
            contracts.append(Placed(row: contract(element), file: file, line: element.line))
        case "agreement":
            if let row = agreement(element) { agreements.append(Placed(row: row, file: file, line: element.line)) }
        case "route": routes.append(Placed(row: route(element), file: file, line: element.line))
        case "retention": retentions.append(Placed(row: retention(element), file: file, line: element.line))
        case "hold": holds.append(Placed(row: hold(element), file: file, line: element.line))
        default: break
        }
    }

    /// Finds lengths of time, sizes and counts that cannot be taken, though the schema lets them through.
    private mutating func checkNumbers(of row: Element, _ file: String) {
        for attribute in row.attributes.sorted(by: { $0.name < $1.name }) {
            let (name, text) = (attribute.name, attribute.value)
            if let words = Units.mistake(text, in: name) {
                problems.append(ConfigurationProblem(file: file, line: row.line, "\(name)=\"\(text)\" \(words)"))
            }
        }
    }

    private func service(_ element: Element) -> ServiceSettings {
        var settings = ServiceSettings()
        func duration(_ name: String, _ value: inout Int64) {
            if let read = element.attributes[name].flatMap(Units.duration) { value = read }
        }
        func count(_ name: String, _ value: inout Int) {
            if let read = element.words(name).first.flatMap({ Int($0) }) { value = read }
        }
        if let zone = element.attributes["time-zone"] { settings.timeZone = zone }
        if let environment = element.attributes["environment"].flatMap(MessageEnvironment.init) {
            settings.environment = environment
        }
        duration("settle", &settings.settle)
        duration("rescan", &settings.rescan)
        duration("incomplete-after", &settings.incompleteAfter)
        duration("duplicate-window", &settings.duplicateWindow)
        if let free = element.attributes["min-free"].flatMap({ MinimumFree($0) }) { settings.minimumFree = free }
        func size(_ name: String, _ value: inout Int) {
            if let read = element.attributes[name].flatMap(Units.size) { value = Int(read) }
        }
        size("max-size", &settings.limits.size)
        size("read-whole", &settings.limits.whole)
        size("max-text", &settings.limits.document.text)
        size("max-tag", &settings.limits.document.tag)
        size("max-name", &settings.limits.document.name)
        duration("max-time", &settings.limits.time)
        count("max-depth", &settings.limits.document.depth)
        count("max-attributes", &settings.limits.document.attributes)
        duration("alarm-drop-age", &settings.alarms.dropAge)
        duration("alarm-waiting-age", &settings.alarms.waitingAge)
        count("alarm-failures", &settings.alarms.failures)
        settings.alarms.free = element.attributes["alarm-free"].flatMap { MinimumFree($0) }
        if let share = element.attributes["alarm-refusals"].flatMap({ Int($0.dropLast()) }) {
            settings.alarms.refusals = share
        }
        count("alarm-refusals-least", &settings.alarms.leastRefusals)
        duration("alarm-agreement", &settings.alarms.agreement)
        settings.masksPersonalIdentityCodes = element.attributes["mask"] != "none"
        return settings
    }

    private func participant(_ element: Element) -> Participant {
        let identifier = element.attributes["id"] ?? ""
        return Participant(
            identifier: ParticipantIdentifier(identifier), name: element.attributes["name"] ?? identifier,
            isPartner: element.name == "partner", kind: element.words("class").first,
            identities: element.attributes["identity"] == nil ? [identifier] : element.words("identity"),
            user: element.attributes["user"],
            receipts: element.attributes["receipts"].flatMap(ReceiptPolicy.init) ?? .refusals,
            quotesValues: element.attributes["quote-values"] == "yes",
            groups: element.words("groups").map { GroupIdentifier($0) }, agreement: element.attributes["agreement"],
            environment: element.attributes["environment"].flatMap(MessageEnvironment.init),
            custody: element.attributes["custody"].flatMap(Custody.init) ?? .copy,
            program: element.children.first.map(program))
    }

    private func group(_ element: Element) -> Group {
        let identifier = element.attributes["id"] ?? ""
        return Group(identifier: GroupIdentifier(identifier), name: element.attributes["name"] ?? identifier)
    }

    private func profile(_ element: Element) -> Profile {
        Profile(identifier: element.attributes["id"] ?? "", forbids: element.words("forbids"))
    }

    private func program(_ element: Element) -> Program {
        func duration(_ name: String, _ standard: String) -> Int64 {
            Units.duration(element.attributes[name] ?? standard) ?? 0
        }
        return Program(
            path: programPath(element.attributes["path"] ?? ""), user: element.attributes["user"],
            timeout: duration("timeout", "10s"), parallel: element.words("parallel").first.flatMap { Int($0) } ?? 4,
            retry: duration("retry", "30s"), retryLimit: duration("retry-limit", "1h"),
            giveUp: duration("give-up", "5d"))
    }

    private func contract(_ element: Element) -> Contract.Description {
        var fields: [HeaderField: String] = [:]
        fields[.messageID] = element.attributes["message-id"]
        fields[.sender] = element.attributes["sender"]
        fields[.created] = element.attributes["created"]
        fields[.replyTo] = element.attributes["reply-to"]
        fields[.consent] = element.attributes["consent"]
        fields[.environment] = element.attributes["environment"]
        return Contract.Description(
            type: MessageType(element.attributes["id"] ?? ""), schemaPath: path(element.attributes["schema"] ?? ""),
            folder: folder, root: element.attributes["root"] ?? "", fields: fields,
            textLimit: element.attributes["max-text"].flatMap(Units.size).map { Int($0) },
            items: element.attributes["items"].map { path in
                ItemDescription(
                    path: path, count: element.attributes["item-count"], reference: element.attributes["item-reference"]
                )
            })
    }

    /// Finds what is said of items where it is not said what they are.
    private mutating func checkItems(of row: Element, _ file: String) {
        guard row.attributes["items"] == nil else { return }
        for name in ["item-count", "item-reference"] where row.attributes[name] != nil {
            problems.append(
                ConfigurationProblem(
                    file: file, line: row.line,
                    "\(name) says nothing without items; name the element that repeats there"))
        }
    }

    private func agreement(_ element: Element) -> Agreement? {
        guard let from = element.date("from") else { return nil }
        return Agreement(
            identifier: element.attributes["id"] ?? "",
            partner: .participant(ParticipantIdentifier(element.attributes["partner"] ?? "")),
            from: from, until: element.date("until"), review: element.date("review"))
    }

    private func route(_ element: Element) -> RouteRow {
        let syntaxes = element.attributes["syntax"] == nil ? ["xml"] : element.words("syntax")
        return RouteRow(
            identifier: element.attributes["id"] ?? "", from: element.attributes["from"] ?? "",
            message: element.attributes["message"] ?? "", to: element.words("to"),
            syntaxes: Set(syntaxes.compactMap(Syntax.init)),
            encodings: Set(element.words("encoding").compactMap(TextEncoding.init)).union([.utf8]),
            lane: element.attributes["lane"].flatMap(Lane.init) ?? .interactive,
            largest: element.attributes["max-size"].flatMap(Units.size), agreement: element.attributes["agreement"],
            basis: element.attributes["basis"], reply: element.attributes["reply"],
            profile: element.attributes["profile"], window: element.attributes["window"],
            expectation: element.attributes["expect"], traffic: traffic(element),
            fromDate: element.date("from-date"),
            untilDate: element.date("until-date"))
    }

    private func traffic(_ element: Element) -> TrafficRules {
        var rules = TrafficRules()
        rules.order = element.attributes["order"].flatMap(MessageOrder.init)
        rules.items = element.attributes["items"].flatMap(ItemPolicy.init)
        rules.rate = element.attributes["rate"].flatMap { Rate($0) }
        rules.mostPerDay = element.words("max-per-day").first.flatMap { Int($0) }
        rules.repetition = element.attributes["repeat"].flatMap(Repetition.init) ?? .allowed
        rules.answerWithin = element.attributes["answer-within"].flatMap(Units.duration)
        return rules
    }

    /// A program's path, absolute: it is started in another folder.
    private func programPath(_ text: String) -> String {
        text.hasPrefix("/") ? text : "\(WholeFile.resolved(folder) ?? folder)/\(text)"
    }

    /// A path of the table: relative ones start at the table's folder.
    private func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(folder)/\(text)" }
}

extension Element {
    /// The words of an attribute, with white space between them.
    fileprivate func words(_ name: String) -> [String] {
        (attributes[name] ?? "").split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }.map(String.init)
    }

    /// The day that an attribute names.
    fileprivate func date(_ name: String) -> CivilDate? {
        words(name).first.flatMap { CivilDate(text: $0.utf8) }
    }
}
