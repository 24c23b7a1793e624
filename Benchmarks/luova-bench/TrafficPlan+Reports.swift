/// What goes to and from the Incomes Register.
extension TrafficPlan {
    /// Wages and benefits in the proportion in which the register has them.
    func incomeReportBatch(_ writer: inout TrafficWriter) {
        header(&writer, items: reports)
        writer.list("Report") { writer in
            if let reports {
                for place in 0..<reports { incomeReport(&writer, place) }
            } else {
                fill(&writer, most: 3_000, rest: 24) { incomeReport(&$0, $1) }
            }
        }
    }

    private func incomeReport(_ writer: inout TrafficWriter, _ place: Int) {
        let isWage = writer.random.below(215) < 97
        writer.item("Report") { writer in
            writer.leaf("RegisterReference") { writer in
                writer.addRandom(hexadecimal: 16)
                writer.addRandom(hexadecimal: 16)
            }
            writer.leaf("Payer") { $0.addBusinessIdentity() }
            writer.leaf("PayerReference") { addReference(isWage ? "W-2026-" : "B-2026-", place, to: &$0) }
            let isFirst = writer.random.below(20) > 0
            writer.number("Version", isFirst ? 1 : 2)
            if isFirst { writer.word("Status", "new") } else { writer.oneOf("Status", ["replacing", "cancelled"]) }
            writer.leaf("PersonalId") { $0.addPersonalIdentity() }
            writer.word("Kind", isWage ? "wage" : "benefit")
            writer.leaf("PayDate") { $0.addDate() }
            writer.oneOf("IncomeType", isWage ? ["201", "234", "235"] : ["1102", "1134", "1010"])
            writer.money("Amount", 1_000 + writer.random.below(600_000))
            writer.period()
        }
    }

    /// Where more is to be written than 3,000 people are paid, they are paid more often.
    func benefitReportBatch(_ writer: inout TrafficWriter) {
        let least = 1 + target / (3_000 * 230)
        header(&writer)
        writer.leaf("PayDate") { $0.addDate() }
        writer.list("Report") { writer in
            fill(&writer, most: 3_000, rest: 26) { writer, place in
                writer.item("Report") { writer in
                    writer.leaf("OwnReference") { addReference("KB-", place, to: &$0) }
                    writer.oneOf("Action", ["new", "new", "new", "replace", "cancel"])
                    writer.number("Version", 1 + writer.random.below(3))
                    writer.leaf("PersonalId") { $0.addPersonalIdentity() }
                    writer.list("Transaction") { writer in
                        for _ in 0..<min(least + writer.random.below(3), 100) { transaction(&writer) }
                    }
                }
            }
        }
    }

    private func transaction(_ writer: inout TrafficWriter) {
        writer.item("Transaction") { writer in
            writer.leaf("Code") { writer in
                writer.add("1")
                writer.addRandom(digits: 3)
            }
            let isRecovery = writer.random.below(20) == 0
            let amount = 1_000 + writer.random.below(150_000)
            writer.money("Amount", isRecovery ? -amount : amount)
            writer.period()
            if isRecovery { writer.word("Recovery", "true") }
        }
    }

    func processingFeedback(_ writer: inout TrafficWriter) {
        let count = min(max(1, (target - 640) / 250), 1_000)
        let isRejected = writer.random.below(2) == 0
        header(&writer, isReply: true)
        writer.word("Outcome", isRejected ? "partly-accepted" : "accepted")
        writer.number("Received", 3_000)
        writer.number("Accepted", isRejected ? 3_000 - count : 3_000)
        writer.list("Item") { writer in
            for place in 0..<count {
                writer.item("Item") { writer in
                    writer.leaf("Reference") { addReference("KB-", place, to: &$0) }
                    writer.word("Severity", isRejected ? "rejected" : "remark")
                    writer.leaf("Code") { writer in
                        writer.add("IR-")
                        writer.addRandom(digits: 3)
                    }
                    writer.leaf("Text") { text.addProse(100, to: &$0) }
                }
            }
        }
    }
}
