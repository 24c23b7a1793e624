// The ten flows that the shipped table serves, each in each of its directions, with samples of what travels on them.

/// One message type on its way from one participant to another, and what comes back.
struct Flow {
    /// What comes back.
    enum Answer {
        /// The receiver's program writes it.
        case reply(String)
        /// The receiver sends this sample.
        case message(String)
        /// The daemon says that it was accepted.
        case receipt
    }

    /// The message type.
    let type: String
    /// Who sends.
    let sender: String
    /// Who receives.
    let receiver: String
    /// The row that allows it.
    let route: String
    /// Samples of it below `Samples/accepted`, one in each syntax; the first one is XML.
    let samples: [String]
    /// What comes back.
    let answer: Answer
    /// Reasons for which only a few types are refused, beside those for which every type is.
    var ownReasons: [String] = []

    /// The root element.
    var root: String { type.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }

    /// Whether the receiver's program answers.
    var isAnsweredByProgram: Bool { if case .reply = answer { true } else { false } }

    private static func one(
        _ type: String, _ sender: String, _ receiver: String, _ route: String, _ names: [String], _ answer: Answer,
        _ ownReasons: [String] = []
    ) -> Flow {
        Flow(
            type: type, sender: sender, receiver: receiver, route: route,
            samples: names.map { "\(type)/\($0)" }, answer: answer, ownReasons: ownReasons)
    }

    // The pharmacies.
    static let queries = one(
        "reimbursement-query", "pharmacy-100001", "reimbursement", "queries",
        ["pharmacy-100001.query.xml", "pharmacy-100001.query.json"], .reply("reimbursement-status"))
    static let purchases = one(
        "purchase-notification", "pharmacy-100001", "purchases", "purchases",
        ["pharmacy-100001.two-medicines.xml", "pharmacy-100001.three-medicines.json"], .reply("purchase-receipt"))

    // Who asks for benefits.
    static let inquiries = one(
        "benefit-inquiry", "municipality-901", "benefit-data", "inquiry-901",
        ["municipality-901.one-person.xml"], .reply("benefit-statement"))
    static let inquiriesInJSON = one(
        "benefit-inquiry", "municipality-902", "benefit-data", "inquiry-902",
        ["municipality-902.two-people.json"], .reply("benefit-statement"))

    // The Incomes Register.
    static let incomes = one(
        "income-report-batch", "incomes-register", "income", "ir-income", ["incomes-register.three-reports.xml"],
        .message("processing-feedback/income.all-taken.xml"))
    static let benefits = one(
        "benefit-report-batch", "payments", "incomes-register", "benefits-to-ir", ["payments.four-people.xml"],
        .message("processing-feedback/incomes-register.one-rejected.xml"))

    // The unemployment funds.
    static let fundDecisions = one(
        "fund-decision", "fund-industry", "unemployment", "decision-from-industry", ["fund-industry.granted.xml"],
        .receipt, ["wrong-environment"])
    static let decisionsToFunds = one(
        "fund-decision", "unemployment", "fund-industry", "decision-to-industry", ["unemployment.to-a-fund.xml"],
        .receipt, ["wrong-environment"])

    // The pension institutions.
    static let pensionNotices = one(
        "pension-notice", "pension-centre", "pensions", "pension-from-centre", ["pension-centre.from-abroad.xml"],
        .receipt)
    static let noticesToTheCentre = one(
        "pension-notice", "pensions", "pension-centre", "pension-to-centre", ["pensions.to-the-centre.xml"], .receipt,
        ["profile"])

    // Other countries.
    static let documentsFromAbroad = one(
        "social-security-document", "institution-ee", "international-affairs", "document-from-ee",
        ["institution-ee.pension-application.xml"], .receipt)
    static let documentsAbroad = one(
        "social-security-document", "international-affairs", "access-point", "document-abroad",
        ["international-affairs.reminder.xml"], .receipt)

    // Health care, and the bank.
    static let certificates = one(
        "medical-certificate", "kanta", "work-ability", "certificates", ["kanta.sick-leave.xml"], .receipt,
        ["no-consent"])
    static let payments = one(
        "payment-order", "payments", "bank-nordic", "orders-to-nordic", ["payments.five-payments.xml"],
        .message("payment-status/bank-nordic.received.xml"), ["no-message-id", "wrong-environment"])
}
