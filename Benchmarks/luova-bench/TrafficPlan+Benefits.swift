import Messages

/// What authorities ask about benefits, and what they are answered.
extension TrafficPlan {
    private static let benefitClasses: [StaticString] = [
        "national-pension", "general-housing-allowance", "sickness-allowance", "unemployment", "child-benefit",
        "student-financial-aid", "disability", "basic-social-assistance",
    ]

    func benefitInquiry(_ writer: inout TrafficWriter) {
        header(&writer)
        writer.list("PersonalId") { writer in
            fill(&writer, most: 1_000, rest: writer.syntax == .xml ? 480 : 300) { writer, _ in
                writer.leafItem("PersonalId") { $0.addPersonalIdentity() }
            }
        }
        writer.leaf("OfficialId") { writer in
            writer.add("official-")
            writer.addRandom(digits: 4)
        }
        writer.oneOf("Purpose", ["social-assistance", "client-fee", "enforcement", "unemployment-allowance"])
        writer.list("BenefitClass") { writer in
            for kind in TrafficPlan.benefitClasses.prefix(1 + writer.random.below(3)) {
                writer.leafItem("BenefitClass") { $0.add(kind) }
            }
        }
        writer.period()
        writer.leaf("CaseReference") { addReference("C-", 0, to: &$0) }
    }

    func benefitStatement(_ writer: inout TrafficWriter) {
        header(&writer, isReply: true)
        writer.leaf("CaseReference") { addReference("C-", 0, to: &$0) }
        let most = target < 2_000 ? 2 : 4
        writer.list("Person") { writer in
            fill(&writer, most: 1_000, rest: 30) { writer, _ in
                writer.item("Person") { writer in
                    writer.leaf("PersonalId") { $0.addPersonalIdentity() }
                    writer.oneOf("Disclosure", ["full", "full", "part"])
                    let count = writer.random.below(most)
                    if count > 0 { writer.list("Benefit") { for _ in 0..<count { benefit(&$0) } } }
                }
            }
        }
    }

    private func benefit(_ writer: inout TrafficWriter) {
        writer.item("Benefit") { writer in
            writer.oneOf("BenefitClass", TrafficPlan.benefitClasses)
            writer.oneOf("Status", ["in-payment", "granted", "suspended", "ended"])
            writer.period()
            let gross = 10_000 + writer.random.below(150_000)
            writer.money("Gross", gross)
            writer.money("Net", gross * 8 / 10)
        }
    }
}
