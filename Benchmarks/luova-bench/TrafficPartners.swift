/// Somebody who sends or receives.
struct TrafficParticipant {
    /// Names its row and its folder in the spool.
    let id: String
    /// What people call it.
    let name: String
    /// The kind of a partner; nil for a system of the agency.
    let kind: String?
    /// What it calls itself in messages.
    let identity: String

    /// A participant that calls itself by its id, unless another name is given.
    init(_ id: String, _ name: String, kind: String? = nil, identity: String? = nil) {
        self.id = id
        self.name = name
        self.kind = kind
        self.identity = identity ?? id
    }
}

/// One way that messages of one type go.
struct TrafficFlow {
    /// What goes there.
    let type: TrafficType
    /// Who sends.
    let sender: TrafficParticipant
    /// Who receives.
    let receiver: TrafficParticipant
}

/// Who takes part in the traffic, and who sends what to whom.
///
/// `shipped` are those of the table in `Routes/`; with more pharmacies and municipalities the table of
/// `TrafficTable` is needed.
struct TrafficPartners {
    /// All of them, in a fixed order.
    let participants: [TrafficParticipant]
    /// All ways, each type's together.
    let flows: [TrafficFlow]

    /// Those that the shipped table knows.
    static let shipped = TrafficPartners(pharmacies: 2, municipalities: 2)

    /// So many pharmacies and municipalities, and one or two of every other kind.
    init(pharmacies: Int, municipalities: Int) {
        let cast = Cast()
        let pharmacies = (0..<pharmacies).map { number in
            TrafficParticipant("pharmacy-\(100_001 + number)", "Esimerkkiapteekki \(number + 1)", kind: "pharmacy")
        }
        let municipalities = (0..<municipalities).map { number in
            TrafficParticipant("municipality-\(901 + number)", "Esimerkkikunta \(number + 1)", kind: "municipality")
        }
        participants = pharmacies + municipalities + cast.all
        func flow(_ type: TrafficType, _ from: TrafficParticipant, _ to: TrafficParticipant) -> TrafficFlow {
            TrafficFlow(type: type, sender: from, receiver: to)
        }
        var flows = pharmacies.map { flow(.reimbursementQuery, $0, cast.reimbursement) }
        flows += pharmacies.map { flow(.purchaseNotification, $0, cast.purchases) }
        flows += (municipalities + [cast.enforcement, cast.fundServices]).map {
            flow(.benefitInquiry, $0, cast.benefitData)
        }
        flows += [
            flow(.reimbursementStatus, cast.reimbursement, cast.pharmacyConnection),
            flow(.purchaseReceipt, cast.purchases, cast.pharmacyConnection),
            flow(.benefitStatement, cast.benefitData, cast.authorityConnection),
            flow(.incomeReportBatch, cast.incomesRegister, cast.income),
            flow(.benefitReportBatch, cast.payments, cast.incomesRegister),
            flow(.processingFeedback, cast.income, cast.incomesRegister),
            flow(.processingFeedback, cast.incomesRegister, cast.payments),
            flow(.fundDecision, cast.fundIndustry, cast.unemployment),
            flow(.fundDecision, cast.fundServices, cast.unemployment),
            flow(.fundDecision, cast.unemployment, cast.fundIndustry),
            flow(.pensionNotice, cast.pensionCentre, cast.pensions),
            flow(.pensionNotice, cast.insurer, cast.pensions),
            flow(.pensionNotice, cast.pensions, cast.pensionCentre),
            flow(.socialSecurityDocument, cast.estonia, cast.international),
            flow(.socialSecurityDocument, cast.sweden, cast.international),
            flow(.socialSecurityDocument, cast.international, cast.accessPoint),
            flow(.medicalCertificate, cast.kanta, cast.workAbility),
            flow(.paymentOrder, cast.payments, cast.bank),
            flow(.paymentStatus, cast.bank, cast.payments),
        ]
        self.flows = flows
    }

    /// All who are there once.
    private struct Cast {
        let pharmacyConnection = TrafficParticipant("pharmacy-connection", "Apteekkiyhteys", kind: "pharmacy")
        let authorityConnection = TrafficParticipant("authority-connection", "Viranomaisyhteys", kind: "authority")
        let enforcement = TrafficParticipant("enforcement", "Esimerkkiulosotto", kind: "authority")
        let incomesRegister = TrafficParticipant(
            "incomes-register", "Tulorekisteri", kind: "authority", identity: "0245458-3")
        let fundIndustry = TrafficParticipant(
            "fund-industry", "Teollisuuden esimerkkikassa", kind: "fund", identity: "901")
        let fundServices = TrafficParticipant("fund-services", "Palvelualojen esimerkkikassa", kind: "fund")
        let pensionCentre = TrafficParticipant("pension-centre", "Eläkealan esimerkkikeskus", kind: "pension")
        let insurer = TrafficParticipant("insurer-911", "Esimerkkieläke", kind: "pension", identity: "9000121-7")
        let estonia = TrafficParticipant(
            "institution-ee", "Eesti näidisamet", kind: "foreign", identity: "EE:90000001")
        let sweden = TrafficParticipant(
            "institution-se", "Svenska exempelkassan", kind: "foreign", identity: "SE:90000002")
        let accessPoint = TrafficParticipant("access-point", "Access point", kind: "authority")
        let kanta = TrafficParticipant("kanta", "Kanta-palvelut", kind: "health-care")
        let bank = TrafficParticipant("bank-nordic", "Pohjolan esimerkkipankki", kind: "bank")
        let reimbursement = TrafficParticipant("reimbursement", "Reimbursements")
        let purchases = TrafficParticipant("purchases", "Purchases of medicines")
        let income = TrafficParticipant("income", "Income reports")
        let benefitData = TrafficParticipant("benefit-data", "Benefit data for other authorities")
        let unemployment = TrafficParticipant("unemployment", "Unemployment benefits")
        let pensions = TrafficParticipant("pensions", "Pensions")
        let international = TrafficParticipant(
            "international-affairs", "International affairs", identity: "FI:90000003")
        let workAbility = TrafficParticipant("work-ability", "Work ability and medicines")
        let payments = TrafficParticipant("payments", "Payments")

        var all: [TrafficParticipant] {
            [
                pharmacyConnection, authorityConnection, enforcement, incomesRegister, fundIndustry, fundServices,
                pensionCentre, insurer, estonia, sweden, accessPoint, kanta, bank, reimbursement, purchases, income,
                benefitData, unemployment, pensions, international, workAbility, payments,
            ]
        }
    }
}
