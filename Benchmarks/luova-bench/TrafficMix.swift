import Messages

/// How much of each type there is in the traffic, how large it is, and how much of it is JSON.
struct TrafficMix {
    /// One kind of message: a type in a range of sizes.
    struct Share {
        /// What it is.
        let type: TrafficType
        /// How often it comes, compared with the others.
        let weight: Int
        /// Bytes; the sizes in a range are spread by their logarithm, so that small ones are more frequent.
        let sizes: ClosedRange<Int>
        /// Reports of a batch, where their number is given instead of a size.
        var reports: Int?
    }

    /// How the reports of the Incomes Register come.
    enum Reports: Int, CaseIterable {
        /// Each in a message of its own.
        case single = 1
        /// A hundred in a message.
        case hundreds = 100
        /// Three thousand in a message.
        case thousands = 3_000
    }

    /// All kinds.
    private(set) var shares: [Share]
    /// How many of 1,000 messages that may be JSON are; the others are XML.
    private(set) var jsonShare: Int

    /// The sum of all weights.
    var weight: Int { shares.reduce(0) { $0 + $1.weight } }

    /// The kinds of so many messages, by their place in `shares`: each kind as often as its weight asks for, to the
    /// next whole number, and those that were rounded down most get what is left.
    func places(of count: Int) -> [Int] {
        let exact = shares.map { Double($0.weight) * Double(count) / Double(weight) }
        var counts = exact.map { Int($0) }
        let rest = exact.indices.sorted { (exact[$1] - Double(counts[$1]), $0) < (exact[$0] - Double(counts[$0]), $1) }
        for place in rest.prefix(count - counts.reduce(0, +)) { counts[place] += 1 }
        return counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    }

    /// Messages of one type, about so large; without a size as they usually are.
    static func only(_ type: TrafficType, size: Int? = nil) -> TrafficMix {
        TrafficMix(
            shares: [Share(type: type, weight: 1, sizes: size.map { $0...$0 } ?? type.usualSizes)],
            jsonShare: TrafficMix.usualJSONShare)
    }

    /// The same in one syntax, as far as a type may be written in it.
    func written(in syntax: Syntax) -> TrafficMix {
        var mix = self
        mix.jsonShare = syntax == .json ? 1_000 : 0
        return mix
    }

    /// The same without a type.
    func without(_ type: TrafficType) -> TrafficMix {
        var mix = self
        mix.shares.removeAll { $0.type == type }
        return mix
    }

    /// A quarter of all messages of a day, and 60.4 % of those that may be.
    fileprivate static let usualJSONShare = 604
}

extension TrafficMix {
    /// A day of 1,500,000 messages: the shares are parts of 100,000, before reports are put together.
    ///
    /// Types that the project has no contract for are played by the types that are most like them;
    /// `Benchmarks/README.md` says which.
    static func day(reports: Reports = .single) -> TrafficMix {
        var shares: [Share] = []
        func add(_ parts: Int, _ type: TrafficType, _ sizes: ClosedRange<Int>) {
            shares.append(Share(type: type, weight: parts * 3_000, sizes: sizes))
        }
        // Up to 2 kB.
        add(13_000, .reimbursementQuery, 750...1_400)
        add(13_000, .reimbursementStatus, 600...1_400)
        add(6_500, .purchaseReceipt, 600...1_400)
        shares.append(
            Share(
                type: .incomeReportBatch, weight: 21_500 * 3_000 / reports.rawValue, sizes: 1_000...1_500,
                reports: reports.rawValue))
        add(1_000, .benefitInquiry, 750...1_800)
        add(1_000, .benefitStatement, 900...1_800)
        add(100, .processingFeedback, 600...1_800)
        add(20, .paymentStatus, 700...1_800)
        // 2 to 8 kB; the last pension notices and fund decisions stand for the other national partners.
        add(6_500, .purchaseNotification, 2_500...6_000)
        add(7_170, .benefitReportBatch, 3_600...6_500)
        add(1_100, .pensionNotice, 3_300...6_000)
        add(1_000, .fundDecision, 2_200...4_200)
        add(200, .benefitInquiry, 2_800...7_800)
        add(200, .benefitStatement, 4_000...7_800)
        add(11_790, .pensionNotice, 3_300...6_000)
        add(11_800, .fundDecision, 2_200...4_200)
        // Letters and scans: short documents, long certificates.
        add(2_710, .socialSecurityDocument, 3_300...7_800)
        add(970, .medicalCertificate, 8_500...63_000)
        add(40, .medicalCertificate, 66_000...900_000)
        // 8 to 64 kB, and to 1 MB.
        add(200, .socialSecurityDocument, 11_000...60_000)
        add(130, .medicalCertificate, 8_500...63_000)
        add(30, .medicalCertificate, 66_000...250_000)
        add(10, .paymentOrder, 150_000...450_000)
        add(20, .benefitReportBatch, 70_000...900_000)
        // Above.
        add(10, .benefitReportBatch, 1_050_000...10_000_000)
        return TrafficMix(shares: shares, jsonShare: usualJSONShare)
    }
}
