/// Documents with much text in them.
extension TrafficPlan {
    func socialSecurityDocument(_ writer: inout TrafficWriter) {
        header(&writer)
        writer.leaf("CaseId") { $0.addRandom(digits: 8) }
        writer.oneOf("ProcessCode", ["P_BUC_01", "S_BUC_02a", "H_BUC_01", "FB_BUC_01"])
        writer.oneOf("DocumentType", ["P200", "S040", "H001", "F001", "X009"])
        writer.word("Version", "4.2")
        writer.oneOf("SenderRole", ["case-owner", "counterparty"])
        let isOurs = flow.sender.kind == nil
        writer.leaf("SendingInstitution") { $0.add(text: flow.sender.identity) }
        writer.list("ReceivingInstitution") { writer in
            writer.leafItem("ReceivingInstitution") { $0.add(isOurs ? "SE:90000002" : "FI:90000003") }
        }
        writer.element("Person") { writer in
            writer.oneOf("Surname", ["Esimerkki", "Näidis", "Övning", "Mallikas"])
            writer.oneOf("GivenNames", ["Aino", "Mari Õie", "Åke Evert", "Väinö"])
            writer.leaf("BirthDate") { $0.addDate(1958) }
            writer.list("Pin") { writer in
                writer.attributed("Pin", inList: true, "country", { $0.add("FI") }, { $0.addPersonalIdentity() })
            }
        }
        writer.list("Section") { writer in
            fill(&writer, most: 50, rest: 900) { section(&$0, $1) }
        }
        guard target > 3_000 else { return }
        writer.list("Attachment") { writer in
            for place in 0...writer.random.below(3) { attachment(&writer, place) }
        }
    }

    private func section(_ writer: inout TrafficWriter, _ place: Int) {
        writer.item("Section") { writer in
            writer.oneOf("Title", ["Periods of insurance", "Residence", "Application", "Employment"])
            writer.list("Field") { writer in
                for box in 1...(2 + writer.random.below(4)) {
                    writer.attributed("Field", inList: true, "number") { writer in
                        writer.add(number: place + 1)
                        writer.add(".")
                        writer.add(number: box)
                    } _: { writer in
                        writer.addDate(1990)
                    }
                }
            }
            writer.leaf("Text") { text.addProse(min(target / 14, 9_000), to: &$0) }
        }
    }

    private func attachment(_ writer: inout TrafficWriter, _ place: Int) {
        writer.item("Attachment") { writer in
            writer.leaf("Name") { addReference("scan-", place, to: &$0) }
            writer.oneOf("MediaType", ["application/pdf", "image/jpeg", "image/tiff"])
            writer.leaf("Sha256") { writer in for _ in 0..<4 { writer.addRandom(hexadecimal: 16) } }
            writer.number("Size", 1_000 + writer.random.below(4_000_000))
        }
    }

    func medicalCertificate(_ writer: inout TrafficWriter) {
        header(&writer)
        writer.leaf("DocumentOid") { $0.addObjectIdentifier() }
        writer.leaf("SetId") { $0.addObjectIdentifier() }
        writer.number("Version", 1 + writer.random.below(2))
        writer.oneOf("Kind", ["sick-leave", "treatment-and-rehabilitation", "disability", "medicine-reimbursement"])
        writer.leaf("PersonalId") { $0.addPersonalIdentity() }
        writer.element("Author") { $0.leaf("ProfessionalId") { $0.addRandom(digits: 11) } }
        writer.leaf("OrganisationOid") { $0.addObjectIdentifier() }
        writer.leaf("ConsentReference") { $0.addObjectIdentifier() }
        writer.period()
        writer.list("Diagnosis") { writer in
            writer.leafItem("Diagnosis") { writer in
                writer.add(writer.pick(["M", "F", "J", "G"]))
                writer.addRandom(digits: 2)
                writer.add(".")
                writer.addRandom(digits: 1)
            }
        }
        writer.leaf("Narrative") { text.addProse(min(target / 4, 4_000), to: &$0) }
        writer.leaf("Pdf") { writer in
            text.addDocument(min(target - writer.bytes.count - 40, 6_000_000), to: &writer)
        }
    }
}
