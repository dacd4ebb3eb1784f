/// Where a web order stands.
public enum WebOrderState: String, Sendable, CaseIterable, Codable {
    /// The shopper ordered; ERP has not answered yet.
    case placed
    /// ERP holds the stock; the shopper is asked for the money.
    case awaitingPayment = "awaiting_payment"
    /// ERP refused it: there is not enough stock.
    case rejected
    case paid
    case shipped
    /// By the shopper before payment, or by the company.
    case cancelled
}

/// What can happen to a web order.
public enum WebOrderAction: String, Sendable, CaseIterable {
    /// ERP took it over and holds the stock.
    case accept
    case reject
    case pay
    /// The shopper calls it off.
    case cancel
    /// ERP calls it off.
    case callOff = "call_off"
    case ship
}

/// The order cannot do that from where it stands.
public struct IllegalWebOrderAction: Error, Hashable, Sendable {
    public let state: WebOrderState
    public let action: WebOrderAction

    public init(state: WebOrderState, action: WebOrderAction) {
        self.state = state
        self.action = action
    }
}

extension WebOrderState {
    /// The whole life of a web order; what is not here is illegal.
    public static let transitions: [(from: WebOrderState, action: WebOrderAction, to: WebOrderState)] = [
        (.placed, .accept, .awaitingPayment),
        (.placed, .reject, .rejected),
        (.placed, .cancel, .cancelled),
        (.placed, .callOff, .cancelled),
        (.awaitingPayment, .pay, .paid),
        (.awaitingPayment, .cancel, .cancelled),
        (.awaitingPayment, .callOff, .cancelled),
        (.paid, .ship, .shipped),
        (.paid, .callOff, .cancelled),
    ]

    /// The state after `action`.
    public func after(_ action: WebOrderAction) throws(IllegalWebOrderAction) -> WebOrderState {
        let step = Self.transitions.first { $0.from == self && $0.action == action }
        guard let step else { throw IllegalWebOrderAction(state: self, action: action) }
        return step.to
    }

    /// What a fact from ERP means here: the new state, or nil when it changes nothing, because it is already so or
    /// because the shopper was quicker (an order cancelled here may still be accepted there; ERP cancels it next).
    public func hearing(_ fact: WebOrderAction) -> WebOrderState? {
        Self.transitions.first { $0.from == self && $0.action == fact }?.to
    }

    /// The goods were promised: counts as an order of the shop.
    public var isAccepted: Bool { self == .awaitingPayment || self == .paid || self == .shipped }
    public var canBeCancelledByShopper: Bool { Self.transitions.contains { $0.from == self && $0.action == .cancel } }
    /// Nothing more happens by itself.
    public var isFinal: Bool { !Self.transitions.contains { $0.from == self } }
}
