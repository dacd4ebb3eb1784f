/// Where a sales order stands. Whether it is paid is not a state: money comes before, between or after.
public enum SalesOrderState: String, Sendable, CaseIterable, Codable {
    /// Just arrived by event; credit or stock is being checked in the same transaction.
    case received
    case accepted
    case rejected
    case planned
    case inProduction = "in_production"
    /// All goods are in the warehouse, held for this order.
    case produced
    case shipped
    case invoiced
    case cancelled

    /// The one table of transitions.
    public static let table = StateTable<SalesOrderState, SalesOrderAction>(
        "sales order",
        [
            (.received, .accept, .accepted),
            (.received, .reject, .rejected),
            // A web order's goods are held before it is paid: nothing is left to plan.
            (.accepted, .gatherGoods, .produced),
            (.accepted, .plan, .planned),
            // Planning again nets what is still missing.
            (.planned, .plan, .planned),
            (.inProduction, .plan, .inProduction),
            (.planned, .gatherGoods, .produced),
            (.planned, .startProduction, .inProduction),
            (.inProduction, .startProduction, .inProduction),
            (.inProduction, .gatherGoods, .produced),
            (.produced, .ship, .shipped),
            (.shipped, .invoice, .invoiced),
            (.accepted, .cancel, .cancelled),
            (.planned, .cancel, .cancelled),
            (.produced, .cancel, .cancelled),
        ])
}

/// What can be done to a sales order.
public enum SalesOrderAction: String, Sendable, CaseIterable {
    case accept
    case reject
    case plan
    case startProduction = "start production"
    case gatherGoods = "gather goods"
    case ship
    case invoice
    case cancel
}
