/// What funds, pension institutions and the agency tell each other.
extension TrafficPlan {
    func fundDecision(_ writer: inout TrafficWriter) {
        header(&writer)
        writer.leaf("DecisionId") { addReference("D-", 0, to: &$0) }
        writer.number("Version", 1 + writer.random.below(2))
        writer.leaf("PersonalId") { $0.addPersonalIdentity() }
        writer.oneOf("FundNumber", ["901", "902"])
        writer.oneOf("BenefitCode", ["earnings-related-allowance", "basic-allowance", "labour-market-subsidy"])
        writer.period()
        writer.money("DailyAmount", 3_000 + writer.random.below(9_000))
        writer.number("Days", writer.random.below(300))
        writer.leaf("DecisionDate") { $0.addDate() }
        let room = target - writer.bytes.count - 45
        if room >= 32 { writer.leaf("Grounds") { text.addProse(min(room, 4_000), to: &$0) } }
    }

    func pensionNotice(_ writer: inout TrafficWriter) {
        header(&writer)
        writer.leaf("NoticeId") { addReference("N-", 0, to: &$0) }
        writer.oneOf("Kind", ["grant", "change", "suspension", "end"])
        writer.leaf("PersonalId") { $0.addPersonalIdentity() }
        writer.oneOf("PensionKind", ["old-age", "disability", "survivors", "accident"])
        writer.element("Insurer") { writer in
            writer.leaf("BusinessId") { $0.addBusinessIdentity() }
            writer.word("Name", "Esimerkkieläke")
        }
        writer.word("Country", "FI")
        writer.leaf("DecisionDate") { $0.addDate() }
        writer.list("Instalment") { writer in
            fill(&writer, most: 60, rest: 200) { writer, place in
                writer.item("Instalment") { writer in
                    writer.period(2026 - place % 40)
                    let amount = 20_000 + writer.random.below(200_000)
                    writer.money("MonthlyAmount", amount)
                    writer.money("Tax", amount / 5)
                }
            }
        }
        let room = target - writer.bytes.count - 40
        if room >= 32 { writer.leaf("Remark") { text.addProse(min(room, 4_000), to: &$0) } }
    }
}
