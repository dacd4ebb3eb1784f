/// What money that arrived for an order does.
public enum Settlement: Sendable, Hashable {
    /// It pays the order.
    case paysOrder
    /// It goes back: nothing is owed for that order.
    case refund(RefundReason)
    /// The order is not asking for money yet: the notification is kept and taken up again later.
    case early
}

/// Why money goes back.
public enum RefundReason: String, Sendable, CaseIterable, Codable {
    /// The order was paid by another attempt or through the bank.
    case paidTwice = "paid_twice"
    /// The order was cancelled or refused meanwhile.
    case orderClosed = "order_closed"
    /// The company cancelled an order that was paid.
    case orderCancelled = "order_cancelled"
    /// The company refused an order that was paid.
    case orderRejected = "order_rejected"
    /// More came in than the order could take.
    case overpaid
}

extension Settlement {
    /// Decides by the order's state alone, so that notifications may come in any order and late.
    public init(forOrderIn state: WebOrderState) {
        switch state {
        case .awaitingPayment: self = .paysOrder
        case .paid, .shipped: self = .refund(.paidTwice)
        case .cancelled, .rejected: self = .refund(.orderClosed)
        case .placed: self = .early
        }
    }
}
