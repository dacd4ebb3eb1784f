/// Where business with a customer stands who wants to be forgotten.
public struct OpenBusiness: Sendable {
    /// An order, and whether it is paid in full.
    public struct Order: Sendable {
        public let state: OrderState
        public let isPaid: Bool

        public init(state: OrderState, isPaid: Bool) {
            (self.state, self.isPaid) = (state, isPaid)
        }

        /// Refused, cancelled, or both sides did what they owed.
        var isOver: Bool {
            switch state {
            case .rejected, .cancelled: true
            case .invoiced: isPaid
            case .confirmed, .accepted, .planned, .inProduction, .produced, .shipped: false
            }
        }
    }
    public let opportunities: [OpportunityStage]
    public let orders: [Order]
    /// How many times money is owed back.
    public let refundsDue: Int

    public init(opportunities: [OpportunityStage], orders: [Order], refundsDue: Int) {
        (self.opportunities, self.orders, self.refundsDue) = (opportunities, orders, refundsDue)
    }

    /// Nobody is forgotten while there is a deal to decide, an order to fulfil or money to pay.
    public var isOpen: Bool {
        opportunities.contains(where: \.isOpen) || orders.contains { !$0.isOver } || refundsDue > 0
    }
}
