import Files
import Messages
import Synchronization
import Validation
import XML

extension TableLinker {
    /// Compiles every contract, on all processors; each watches what some profile on its routes forbids. What is
    /// found is told in the order of the table.
    mutating func compileContracts() -> ContractSet {
        let watched = watchedPaths()
        let descriptions = reader.contracts.map { placed in
            var description = placed.row
            description.watched = watched[description.type.text] ?? []
            return description
        }
        let outcomes = Outcomes()
        AllProcessors.perform(descriptions.count) { outcomes.compile(descriptions[$0], $0) }
        var compiled: [Contract] = []
        var roots: [String: TableReader.Placed<Contract.Description>] = [:]
        for (number, placed) in reader.contracts.enumerated() {
            let description = descriptions[number]
            if let first = roots[description.root] {
                report(
                    placed,
                    "the root element \(description.root) belongs already to the contract in \(first.file):\(first.line)"
                )
            }
            roots[description.root] = placed
            switch outcomes[number] {
            case .success(let contract): compiled.append(contract)
            case .failure(let error):
                for problem in error.problems {
                    if problem.line > 0 {
                        report(ConfigurationProblem(file: problem.file, line: problem.line, problem.text))
                    } else {
                        report(placed, "contract '\(description.type)': \(problem.file): \(problem.text)")
                    }
                }
            }
        }
        return ContractSet(compiled)
    }

    /// What came of each contract, by its number, whichever thread it was compiled on.
    private final class Outcomes: Sendable {
        private let all = Mutex<[Int: Result<Contract, SchemaProblems>]>([:])

        func compile(_ description: Contract.Description, _ number: Int) {
            let outcome: Result<Contract, SchemaProblems>
            do throws(SchemaProblems) { outcome = .success(try Contract(description)) } catch {
                outcome = .failure(error)
            }
            all.withLock { $0[number] = outcome }
        }

        subscript(number: Int) -> Result<Contract, SchemaProblems> {
            guard let outcome = all.withLock({ $0[number] }) else {
                preconditionFailure("a contract was not compiled")
            }
            return outcome
        }
    }

    /// What profiles forbid, by the contract of the messages and answers that are looked at.
    private func watchedPaths() -> [String: [String]] {
        let profiles = Dictionary(
            reader.profiles.map { ($0.row.identifier, $0.row.forbids) }, uniquingKeysWith: { first, _ in first })
        var watched: [String: [String]] = [:]
        for route in reader.routes {
            guard let forbidden = route.row.profile.flatMap({ profiles[$0] }) else { continue }
            for type in [route.row.message] + (route.row.reply.map { [$0] } ?? []) {
                let known = watched[type] ?? []
                watched[type] = known + forbidden.filter { !known.contains($0) }
            }
        }
        return watched
    }

    /// What a profile forbids must be something that a message or an answer of its routes could carry.
    mutating func checkProfiles(_ routes: [Route], _ contracts: ContractSet) {
        let compiled = Dictionary(
            contracts.contracts.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        let places = Dictionary(
            reader.profiles.map { ($0.row.identifier, $0) }, uniquingKeysWith: { first, _ in first })
        var told: Set<[String]> = []
        for route in routes {
            guard let profile = route.profile, let place = places[profile.identifier] else { continue }
            let types = [route.message] + (route.reply.map { [$0] } ?? [])
            let judged = types.compactMap { compiled[$0] }
            // Of a contract that does not load nothing is known.
            guard judged.count == types.count else { continue }
            for path in profile.forbids where !judged.contains(where: { $0.watched.contains(path) }) {
                let names = types.map { "'\($0)'" }.joined(separator: " nor ")
                guard told.insert([profile.identifier, path, names]).inserted else { continue }
                report(
                    place,
                    "profile '\(profile.identifier)' forbids '\(path)', which the schema of \(names) does not have (route '\(route.identifier)', \(route.file):\(route.line)); correct the path"
                )
            }
        }
    }

    /// A contract that JSON cannot be written for may not be routed in JSON, nor answer what is.
    mutating func checkProjections(_ routes: [Route], _ contracts: ContractSet) {
        let inJSON = routes.filter { $0.syntaxes.contains(.json) }
        let types = Set(inJSON.flatMap { [$0.message] + ($0.reply.map { [$0] } ?? []) })
        for contract in contracts.contracts where types.contains(contract.type) {
            for problem in contract.problemsOfProjection {
                report(ConfigurationProblem(file: problem.file, line: problem.line, problem.text))
            }
        }
    }

    /// Rows that nothing names.
    mutating func checkUse(_ routes: [Route]) {
        let used = Set(routes.flatMap { [$0.message] + ($0.reply.map { [$0] } ?? []) })
        let tellsOfItems = routes.contains { $0.traffic.items == .each }
        for contract in reader.contracts
        where !used.contains(contract.row.type) && contract.row.type.text != "receipt"
            && !(tellsOfItems && contract.row.root == ProcessingFeedback.root)
        {
            note(contract, "no route uses contract '\(contract.row.type)'")
        }
        let profiles = Set(routes.compactMap { $0.profile?.identifier })
        for profile in reader.profiles where !profiles.contains(profile.row.identifier) {
            note(profile, "no route uses profile '\(profile.row.identifier)'")
        }
        let senders = Set(routes.map(\.from))
        for group in reader.groups where !senders.contains(.group(group.row.identifier)) {
            note(group, "no route is from group '\(group.row.identifier)'")
        }
    }
}
