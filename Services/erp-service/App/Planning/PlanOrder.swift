import ERPDomain
import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What planning an order came to.
struct OrderPlanned: Codable, Sendable {
    struct Shortage: Codable, Sendable {
        let productID: ProductID
        let sku: String
        let quantity: ExactDecimal
    }
    let id: OrderID
    let number: String
    let state: String
    let promisedDate: BusinessDate
    /// The work orders that this run planned; a run without a change in between plans none.
    let workOrders: [PlannedWorkOrder]
    /// What is to be bought before everything can be made.
    let shortages: [Shortage]
}

/// Plans an order: holds what is in stock, plans work orders for the rest level by level, and says what is missing.
/// It may be run again, after goods came in or a batch went wrong.
func planOrder(_ input: OrderPath, _ call: CommandCall) async throws -> OrderPlanned {
    let tx = call.tx
    var order = try await lockOrder(input.id, tx)
    let before = order.state
    try await advance(&order, .plan, tx)
    let lines = try await plannedLines(of: order, tx)
    let supply = try await OrderSupply(of: order.orderID, lines: lines, tx)
    let bills = try await billsInForce(
        products: supply.products, revisions: lines.compactMap(\.item.revision), tx)
    let plan = try await net(supply, bills, tx)
    try await reserve(
        Dictionary(plan.take.map { ($0.item.product, $0.quantity) }, uniquingKeysWith: +), for: order.orderID, tx)
    let scheduled = try await WorkSchedule(order: order, plan: plan, supply: supply, bills: bills, tx)
        .carryOut(tx)
    let promised = scheduled.ready
    tx.write("update sales_order set promised_date = \(promised) where order_id = \(order.orderID)")
    if before == .accepted || !scheduled.workOrders.isEmpty {
        tx.emit(
            SalesOrderPlanned(
                orderID: order.orderID, number: order.number, promisedDate: promised,
                workOrders: scheduled.workOrders.count))
    }
    try await followUp(&order, plan, tx)
    return OrderPlanned(
        id: order.orderID, number: order.number, state: order.state.rawValue, promisedDate: promised,
        workOrders: scheduled.workOrders, shortages: try await shortages(plan, tx))
}

/// The lines with the revision that each is made by.
private func plannedLines(of order: SalesOrder, _ tx: EventTransaction) async throws -> [PlannedLine] {
    struct Row: Decodable, Sendable {
        let productID: ProductID
        let quantity: ExactDecimal
        let configurationID: ConfigurationID?
        let revisionID: RevisionID?
        let sku: String
    }
    let rows = try await tx.all(
        """
        select l.product_id, l.quantity, l.configuration_id, r.revision_id, l.sku
        from sales_order_line l
        left join revision r on r.configuration_id = l.configuration_id and r.state = 'released'
        where l.order_id = \(order.orderID) order by l.position
        """, as: Row.self)
    return try rows.map { row in
        if row.configurationID != nil, row.revisionID == nil {
            throw Problem.conflict("what was agreed for \(row.sku) waits for engineering to release its revision")
        }
        return PlannedLine(item: MakeItem(row.productID, revision: row.revisionID), quantity: row.quantity)
    }
}

/// Locks the stock that the order could use and nets the demand against it.
private func net(_ supply: OrderSupply, _ bills: BillsInForce, _ tx: EventTransaction) async throws -> OrderPlan {
    struct Lot: Decodable, Sendable {
        let productID: ProductID
        let lotMinimum: ExactDecimal
        let lotMultiple: ExactDecimal
    }
    let components = bills.structure.bills.values.flatMap { $0.lines.map(\.component) }
    let products = supply.products.union(components)
    let free = try await lockStock(of: products, tx)
    let lots = try await tx.all(
        """
        select product_id, lot_minimum, lot_multiple from product where product_id = any(\(Array(products))::uuid[])
        """, as: Lot.self)
    let rules = Dictionary(
        lots.map { ($0.productID, LotRule(minimum: $0.lotMinimum, multiple: $0.lotMultiple)) },
        uniquingKeysWith: { $1 })
    let items = Set(supply.demand.keys).union(products.map { MakeItem($0) })
    let supplies = items.map { item in
        (item, supply.supply(of: item, free: free[item.product] ?? .zero, lot: rules[item.product] ?? .lotForLot))
    }
    return OrderPlan(
        demand: supply.demand, structure: bills.structure, supply: Dictionary(supplies, uniquingKeysWith: { $1 }))
}

/// To-dos, availability in the shop, and the state when nothing is left to make.
private func followUp(_ order: inout SalesOrder, _ plan: OrderPlan, _ tx: EventTransaction) async throws {
    if plan.short.isEmpty {
        try await tx.close(.planOrder, for: order.orderID.rawValue)
        try await tx.close(.buyMaterial, for: order.orderID.rawValue)
    } else {
        try await tx.open(
            .planOrder, for: order.orderID.rawValue, subject: order.number, link: order.link, matter: order.matter())
        try await tx.open(
            .buyMaterial, for: order.orderID.rawValue, subject: order.number, link: order.link, matter: order.matter())
    }
    try await announceAvailability(of: plan.take.map(\.item.product), tx)
    try await gatherGoods(&order, tx)
    if order.state == .planned {
        try await tx.open(
            .makeOrder, for: order.orderID.rawValue, subject: order.number, link: order.link, matter: order.matter())
    }
}

private func shortages(_ plan: OrderPlan, _ tx: EventTransaction) async throws -> [OrderPlanned.Shortage] {
    struct Row: Decodable, Sendable {
        let productID: ProductID
        let sku: String
    }
    let rows = try await tx.all(
        "select product_id, sku from product where product_id = any(\(plan.short.map(\.item.product))::uuid[])",
        as: Row.self)
    let skus = Dictionary(rows.map { ($0.productID, $0.sku) }, uniquingKeysWith: { $1 })
    return plan.short.map {
        .init(productID: $0.item.product, sku: skus[$0.item.product] ?? "", quantity: $0.quantity)
    }
}
