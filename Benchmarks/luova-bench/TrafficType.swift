/// A type of message that the agency exchanges: one of the shipped contracts.
enum TrafficType: String, CaseIterable {
    /// A pharmacy asks what its customer is entitled to.
    case reimbursementQuery = "reimbursement-query"
    /// The answer to it.
    case reimbursementStatus = "reimbursement-status"
    /// A pharmacy reports what it sold.
    case purchaseNotification = "purchase-notification"
    /// The answer to it.
    case purchaseReceipt = "purchase-receipt"
    /// Wages and benefits, out of the Incomes Register.
    case incomeReportBatch = "income-report-batch"
    /// Benefits that the agency reports to it.
    case benefitReportBatch = "benefit-report-batch"
    /// The answer to either.
    case processingFeedback = "processing-feedback"
    /// An authority asks what people receive.
    case benefitInquiry = "benefit-inquiry"
    /// The answer to it.
    case benefitStatement = "benefit-statement"
    /// A decision on an unemployment benefit.
    case fundDecision = "fund-decision"
    /// What is granted as a pension.
    case pensionNotice = "pension-notice"
    /// A step of a case between countries.
    case socialSecurityDocument = "social-security-document"
    /// A physician's certificate.
    case medicalCertificate = "medical-certificate"
    /// Payments that a bank must make.
    case paymentOrder = "payment-order"
    /// The bank's answer.
    case paymentStatus = "payment-status"

    /// The lane of its rows in the routing table.
    var lane: String { allowsJSON ? "interactive" : "batch" }

    /// Whether it may be written in JSON: what a person waits for may.
    var allowsJSON: Bool {
        switch self {
        case .reimbursementQuery, .reimbursementStatus, .purchaseNotification, .purchaseReceipt, .benefitInquiry,
            .benefitStatement:
            true
        default: false
        }
    }

    /// The name of its root element.
    var root: StaticString {
        switch self {
        case .reimbursementQuery: "ReimbursementQuery"
        case .reimbursementStatus: "ReimbursementStatus"
        case .purchaseNotification: "PurchaseNotification"
        case .purchaseReceipt: "PurchaseReceipt"
        case .incomeReportBatch: "IncomeReportBatch"
        case .benefitReportBatch: "BenefitReportBatch"
        case .processingFeedback: "ProcessingFeedback"
        case .benefitInquiry: "BenefitInquiry"
        case .benefitStatement: "BenefitStatement"
        case .fundDecision: "FundDecision"
        case .pensionNotice: "PensionNotice"
        case .socialSecurityDocument: "SocialSecurityDocument"
        case .medicalCertificate: "MedicalCertificate"
        case .paymentOrder: "PaymentOrder"
        case .paymentStatus: "PaymentStatus"
        }
    }

    /// Where its id stands.
    var identifierPath: String { self == .paymentOrder ? "MessageReference" : "Header/MessageId" }

    /// How large messages of it usually are, in bytes; of batches the smaller ones.
    var usualSizes: ClosedRange<Int> {
        switch self {
        case .reimbursementQuery: 750...1_200
        case .reimbursementStatus, .purchaseReceipt, .paymentStatus, .processingFeedback: 600...1_500
        case .purchaseNotification: 2_000...6_000
        case .incomeReportBatch: 3_000...60_000
        case .benefitReportBatch: 2_000...60_000
        case .benefitInquiry: 750...1_200
        case .benefitStatement: 800...2_000
        case .fundDecision: 2_000...4_000
        case .pensionNotice: 3_000...8_000
        case .socialSecurityDocument: 5_000...60_000
        case .medicalCertificate: 8_000...250_000
        case .paymentOrder: 150_000...450_000
        }
    }
}
