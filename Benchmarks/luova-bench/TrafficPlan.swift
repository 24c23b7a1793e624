/// What one message will be: everything that is decided before it is written.
struct TrafficPlan {
    /// Which message of the traffic.
    let number: Int
    /// What it is, from whom, to whom.
    let flow: TrafficFlow
    /// How large it should become. It may become a little smaller; larger only where its least content is.
    let target: Int
    /// How many reports it holds; nil where the size decides.
    let reports: Int?
    /// When it was made.
    let moment: TrafficMoment
    /// Its id.
    let identifier: TrafficIdentifier
    /// The id of the message that it answers.
    let answered: TrafficIdentifier
    /// Which purchase it reports, where it reports one.
    let purchase: TrafficPurchase
    /// Text to cut from.
    let text: TrafficText

    /// Writes the whole message.
    func write(to writer: inout TrafficWriter) {
        writer.beginDocument(flow.type)
        switch flow.type {
        case .reimbursementQuery: reimbursementQuery(&writer)
        case .reimbursementStatus: reimbursementStatus(&writer)
        case .purchaseNotification: purchaseNotification(&writer)
        case .purchaseReceipt: purchaseReceipt(&writer)
        case .incomeReportBatch: incomeReportBatch(&writer)
        case .benefitReportBatch: benefitReportBatch(&writer)
        case .processingFeedback: processingFeedback(&writer)
        case .benefitInquiry: benefitInquiry(&writer)
        case .benefitStatement: benefitStatement(&writer)
        case .fundDecision: fundDecision(&writer)
        case .pensionNotice: pensionNotice(&writer)
        case .socialSecurityDocument: socialSecurityDocument(&writer)
        case .medicalCertificate: medicalCertificate(&writer)
        case .paymentOrder: paymentOrder(&writer)
        case .paymentStatus: paymentStatus(&writer)
        }
        writer.endDocument(flow.type)
    }

    /// The header that all types share.
    func header(_ writer: inout TrafficWriter, isReply: Bool = false, items: Int? = nil) {
        writer.element("Header") { writer in
            writer.leaf("MessageId") { $0.add(identifier) }
            writer.leaf("CreatedAt") { $0.add(moment) }
            writer.leaf("Sender") { $0.add(text: flow.sender.identity) }
            writer.leaf("Receiver") { $0.add(text: flow.receiver.identity) }
            writer.leaf("DeliveryId") { writer in
                writer.add("T-20260317-")
                writer.add(number, digits: 8)
            }
            if isReply { writer.leaf("InReplyTo") { $0.add(answered) } }
            writer.word("Environment", "test")
            if let items { writer.number("ItemCount", items) }
        }
    }

    /// Writes items up to the size, at least one; `rest` is what must have room behind them.
    func fill(
        _ writer: inout TrafficWriter, most: Int, rest: Int, _ item: (inout TrafficWriter, Int) -> Void
    ) {
        var largest = 0
        var count = 0
        repeat {
            let start = writer.bytes.count
            item(&writer, count)
            count += 1
            largest = max(largest, writer.bytes.count - start)
        } while count < most && writer.bytes.count + largest + rest <= target
    }

    /// A reference: letters, a number of the message, and one of the item.
    func addReference(_ prefix: StaticString, _ item: Int, to writer: inout TrafficWriter) {
        writer.add(prefix)
        writer.add(number, digits: 8)
        writer.add("-")
        writer.add(item, digits: 5)
    }
}

/// The last purchase that a pharmacy has reported.
struct TrafficPurchase {
    /// Which of its purchases, from 1.
    private(set) var number = 0
    /// 1 when it is new; then it was replaced or cancelled.
    private(set) var version = 0

    /// Goes on to the next purchase, or to the next version of this one.
    mutating func advance(isRepeated: Bool) {
        if isRepeated, number > 0 {
            version += 1
        } else {
            number += 1
            version = 1
        }
    }
}
