/// What goes to and from the bank.
extension TrafficPlan {
    /// Bytes of one payment, about.
    private static let paymentSize = 263

    /// Count and sum stand before the payments; so the amounts are drawn twice from the same stream.
    func paymentOrder(_ writer: inout TrafficWriter) {
        let count = max(1, (target - 880) / TrafficPlan.paymentSize)
        let seed = writer.random.next()
        var amounts = RandomStream(seed: seed)
        var sum = 0
        for _ in 0..<count { sum += TrafficPlan.amount(&amounts) }
        header(&writer, items: count)
        writer.leaf("MessageReference") { $0.add(identifier, hyphens: false) }
        writer.leaf("ExecutionDate") { $0.addDate() }
        writer.leaf("DebtorIban") { $0.addAccount() }
        writer.number("Count", count)
        writer.leaf("ControlSum") { $0.add(cents: sum) }
        amounts = RandomStream(seed: seed)
        writer.list("Payment") { writer in
            for place in 0..<count { payment(&writer, place, TrafficPlan.amount(&amounts)) }
        }
    }

    private static func amount(_ random: inout RandomStream) -> Int { 1_000 + random.below(190_000) }

    private func payment(_ writer: inout TrafficWriter, _ place: Int, _ amount: Int) {
        writer.item("Payment") { writer in
            writer.leaf("EndToEndId") { addReference("E2E-", place, to: &$0) }
            writer.money("Amount", amount)
            writer.leaf("Payee") { writer in
                writer.add(writer.pick(["Aino", "Väinö", "Åke", "Mari"]))
                writer.add(" ")
                writer.add(writer.pick(["Esimerkki", "Mallikas", "Övning", "Näidis"]))
            }
            writer.leaf("Iban") { $0.addAccount() }
            writer.leaf("Reference") { writer in
                writer.add("26")
                writer.addRandom(digits: 9)
            }
        }
    }

    func paymentStatus(_ writer: inout TrafficWriter) {
        header(&writer, isReply: true)
        writer.leaf("MessageReference") { $0.add(answered, hyphens: false) }
        writer.word("Status", "partly-accepted")
        writer.number("Count", 807)
        writer.leaf("ControlSum") { $0.add(cents: 50_000_000 + $0.random.below(10_000_000)) }
        writer.list("Payment") { writer in
            fill(&writer, most: .max, rest: 30) { writer, place in
                writer.item("Payment") { writer in
                    writer.leaf("EndToEndId") { addReference("E2E-", place, to: &$0) }
                    writer.oneOf("Status", ["returned", "held", "rejected"])
                    writer.oneOf("Reason", ["AC01", "AC04", "MD07"])
                    writer.money("Amount", 1_000 + writer.random.below(190_000))
                    writer.leaf("Date") { $0.addDate() }
                }
            }
        }
    }
}
