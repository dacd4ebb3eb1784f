/// Where one attempt to pay an order stands. An order may see several; at most one of them pays it.
public enum PaymentAttemptState: String, Sendable, CaseIterable, Codable {
    /// Written down before the payment company is asked.
    case recorded
    /// The payment company knows it: the shopper can pay.
    case open
    /// The payment company confirmed the money.
    case captured
    /// No longer offered, because the order was paid otherwise or cancelled. Money may still arrive for it.
    case closed
}

/// What can happen to a payment attempt.
public enum PaymentAttemptAction: String, Sendable, CaseIterable {
    case open, capture, close
}

/// The attempt cannot do that from where it stands.
public struct IllegalPaymentAction: Error, Hashable, Sendable {
    public let state: PaymentAttemptState
    public let action: PaymentAttemptAction
}

extension PaymentAttemptState {
    /// The whole life of an attempt. A confirmation may overtake the answer to our own request (`recorded` to
    /// `captured`), and money for a closed attempt is money all the same.
    public static let transitions: [(from: Self, action: PaymentAttemptAction, to: Self)] = [
        (.recorded, .open, .open),
        (.recorded, .capture, .captured),
        (.recorded, .close, .closed),
        (.open, .open, .open),
        (.open, .capture, .captured),
        (.open, .close, .closed),
        (.closed, .capture, .captured),
    ]

    /// The state after `action`.
    public func after(_ action: PaymentAttemptAction) throws(IllegalPaymentAction) -> PaymentAttemptState {
        let step = Self.transitions.first { $0.from == self && $0.action == action }
        guard let step else { throw IllegalPaymentAction(state: self, action: action) }
        return step.to
    }
}
