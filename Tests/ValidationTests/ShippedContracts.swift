// The contracts that the project ships, for tests that judge its samples.

import Messages
import Support
import Validation

/// The contracts of Routes/, compiled once for all tests.
enum ShippedContracts {
    /// A message type, its root element, and the path of its message id.
    private static let types = [
        ("benefit-inquiry", "BenefitInquiry", "Header/MessageId"),
        ("benefit-report-batch", "BenefitReportBatch", "Header/MessageId"),
        ("benefit-statement", "BenefitStatement", "Header/MessageId"),
        ("fund-decision", "FundDecision", "Header/MessageId"),
        ("income-report-batch", "IncomeReportBatch", "Header/MessageId"),
        ("medical-certificate", "MedicalCertificate", "Header/MessageId"),
        ("payment-order", "PaymentOrder", "MessageReference"), ("payment-status", "PaymentStatus", "Header/MessageId"),
        ("pension-notice", "PensionNotice", "Header/MessageId"),
        ("processing-feedback", "ProcessingFeedback", "Header/MessageId"),
        ("purchase-notification", "PurchaseNotification", "Header/MessageId"),
        ("purchase-receipt", "PurchaseReceipt", "Header/MessageId"), ("receipt", "Receipt", "Header/MessageId"),
        ("reimbursement-query", "ReimbursementQuery", "Header/MessageId"),
        ("reimbursement-status", "ReimbursementStatus", "Header/MessageId"),
        ("social-security-document", "SocialSecurityDocument", "Header/MessageId"),
    ]

    static let all = Result { () throws -> ContractSet in
        try ContractSet(
            types.map { type, root, messageID in
                try Contract(
                    Contract.Description(
                        type: MessageType(type), schemaPath: "\(ProjectFiles.routes)/contracts/\(type).xsd",
                        folder: ProjectFiles.routes, root: "{urn:luova:\(type):1}\(root)",
                        fields: [.messageID: messageID, .sender: "Header/Sender", .created: "Header/CreatedAt"]))
            })
    }
}
