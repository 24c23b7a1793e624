/// What pharmacies send, and what they are answered.
extension TrafficPlan {
    func reimbursementQuery(_ writer: inout TrafficWriter) {
        header(&writer)
        writer.leaf("PersonalId") { $0.addPersonalIdentity() }
        writer.leaf("PharmacyNumber") { $0.add(text: String(flow.sender.id.suffix(6))) }
        writer.oneOf("Reason", ["dispense", "dispense", "dispense", "correct", "other"])
        writer.element("PermissionBasis") { writer in
            switch writer.random.below(10) {
            case 0: writer.leaf("Consent") { $0.addDate() }
            case 1: writer.word("Statute", "Sairausvakuutuslaki 1224/2004, 19 luku")
            default: writer.leaf("Prescription") { $0.addObjectIdentifier() }
            }
        }
        writer.leaf("AsOfDate") { $0.addDate() }
        writer.leaf("ProfessionalId") { $0.addRandom(digits: 11) }
        writer.list("Product") { writer in
            fill(&writer, most: 50, rest: 40) { writer, _ in
                writer.leafItem("Product") { $0.addRandom(digits: 6) }
            }
        }
    }

    func reimbursementStatus(_ writer: inout TrafficWriter) {
        header(&writer, isReply: true)
        writer.leaf("PersonalId") { $0.addPersonalIdentity() }
        writer.leaf("AsOfDate") { $0.addDate() }
        writer.list("Reimbursement") { writer in
            fill(&writer, most: 3, rest: 200) { writer, _ in
                writer.item("Reimbursement") { writer in
                    writer.oneOf("Class", ["basic", "lower-special", "upper-special"])
                    writer.number("Percentage", [40, 65, 100][writer.random.below(3)])
                    if writer.random.below(2) == 0 { writer.leaf("Until") { $0.addDate(2027) } }
                }
            }
        }
        writer.element("AnnualMaximum") { writer in
            writer.word("Reached", "false")
            writer.money("Remaining", writer.random.below(60_000))
        }
    }

    /// One in twenty replaces or cancels the one before it.
    func purchaseNotification(_ writer: inout TrafficWriter) {
        header(&writer)
        writer.leaf("PurchaseId") { writer in
            writer.add(text: String(flow.sender.id.suffix(6)))
            writer.add("-26-")
            writer.add(purchase.number, digits: 8)
        }
        writer.number("Version", purchase.version)
        if purchase.version == 1 {
            writer.word("Action", "new")
        } else {
            writer.oneOf("Action", ["replace", "cancel"])
        }
        writer.leaf("PersonalId") { $0.addPersonalIdentity() }
        writer.leaf("DispensedAt") { $0.add(moment) }
        writer.leaf("Prescriber") { $0.addRandom(digits: 6) }
        var total = 0
        writer.list("Line") { writer in
            fill(&writer, most: 50, rest: 80) { writer, _ in
                let price = 300 + writer.random.below(20_000)
                total += price
                line(&writer, price)
            }
        }
        writer.money("Total", total)
    }

    private func line(_ writer: inout TrafficWriter, _ price: Int) {
        writer.item("Line") { writer in
            writer.leaf("Product") { $0.addRandom(digits: 6) }
            writer.number("Quantity", 1 + writer.random.below(5))
            writer.money("Price", price)
            let kind = writer.random.below(4)
            writer.money("Reimbursement", price * [0, 40, 65, 100][kind] / 100)
            writer.word("Class", (["none", "basic", "lower-special", "upper-special"] as [StaticString])[kind])
        }
    }

    func purchaseReceipt(_ writer: inout TrafficWriter) {
        header(&writer, isReply: true)
        writer.leaf("PurchaseId") { writer in
            writer.add("1")
            writer.addRandom(digits: 5)
            writer.add("-26-")
            writer.addRandom(digits: 8)
        }
        writer.number("Version", 1)
        writer.word("Outcome", "registered")
        writer.money("Reimbursed", writer.random.below(50_000))
        guard writer.random.below(4) == 0 else { return }
        writer.list("Finding") { writer in
            fill(&writer, most: 4, rest: 40) { writer, place in
                writer.item("Finding") { writer in
                    writer.number("Line", place + 1)
                    writer.oneOf("Code", ["price-above-reference", "maximum-reached", "product-unknown"])
                    writer.leaf("Text") { text.addProse(80, to: &$0) }
                }
            }
        }
    }
}
