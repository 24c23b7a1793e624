import Files
import Messages

/// `luova-bench generate`: traffic as files, for anything that wants some.
struct TrafficCommand {
    private let options: TrafficOptions

    /// Does what these options ask for.
    init(_ options: TrafficOptions) { self.options = options }

    /// Writes everything.
    func run() throws(Failure) {
        Interruption.listen()
        let partners = try writeTable()
        let count = options.folder == "-" ? 1 : options.count ?? 1_000
        var traffic = Traffic(mix, partners: partners, seed: options.seed, count: count)
        if options.folder == "-" { return StandardStream.output.write(traffic.next().bytes) }
        var made: Set<String> = []
        for number in 0..<count {
            if number % 1_000 == 0 { try Interruption.check() }
            let message = traffic.next()
            let folder = "\(options.folder)/\(message.sender)"
            try Failure.orFile { () throws(FileError) in
                if made.insert(folder).inserted { try WholeFile.makeDirectories(folder) }
                try WholeFile.write(message.bytes, to: "\(folder)/\(message.fileName)")
            }
        }
    }

    private var mix: TrafficMix {
        var mix: TrafficMix
        if let type = options.type {
            mix = .only(type, size: options.size)
        } else {
            mix = .day(reports: options.reports)
            if options.routes == nil || options.program != nil { mix = mix.without(.reimbursementStatus) }
        }
        return options.syntax.map { mix.written(in: $0) } ?? mix
    }

    /// The partners; their table is written where it is wanted.
    private func writeTable() throws(Failure) -> TrafficPartners {
        guard let routes = options.routes else { return .shipped }
        let pharmacies = options.pharmacies ?? 800
        let partners = TrafficPartners(pharmacies: pharmacies, municipalities: max(1, pharmacies / 4))
        var table = TrafficTable(partners: partners)
        if let program = options.program {
            guard let found = WholeFile.resolved(program), WholeFile.status(found)?.kind == .regular else {
                throw Failure(.unavailable, "\(program): there is no such program; see --program")
            }
            table.program = found
        }
        let (whole, contracts) = (table, try TrafficTable.shippedContracts())
        try Failure.orFile { () throws(FileError) in
            try whole.write(to: routes, contracts: contracts)
        }
        return partners
    }
}
