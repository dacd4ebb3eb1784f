import EventContracts
import ERPDomain
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A sales order in a list.
struct OrderSummary: Codable, Sendable {
    let id: OrderID
    let number: String
    let channel: OrderChannel
    let customerID: CustomerID
    let customerName: String
    let state: String
    let paymentTerms: PaymentTerms
    let requestedDate: BusinessDate?
    let promisedDate: BusinessDate?
    let net: Money
    let tax: Money
    let total: Money
    let paid: Money
    let shipTo: String?
    let reason: String?
    let shipmentNumber: String?
    let shippedOn: BusinessDate?
    let invoiceNumber: String?
    let invoicedOn: BusinessDate?
    let chain: UUID
    let createdAt: Date

    /// What is still to be paid; nothing for an order that is no more.
    var outstanding: Money { ["rejected", "cancelled"].contains(state) ? .zero : total - paid }
}

private let orderColumns: SQL = """
    select order_id as id, number, channel, customer_id, customer_name, state, payment_terms, requested_date,
        promised_date, net, tax, total, paid, ship_to, reason, shipment_number, shipped_on, invoice_number, invoiced_on,
        chain, created_at
    from sales_order
    """

/// Sales orders, the latest first.
struct OrderQuery: Codable, Sendable, PageRequest {
    var state: StateShown<SalesOrderState>?
    var channel: OrderChannel?
    /// A part of the customer's name, or of the number of the order, its quote, shipment, invoice or a payment.
    var q: String?
    /// The days on which it came.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<OrderField>?
    var cursor: String?
    var limit: Int?
}

enum OrderField: String, SortField {
    case created, number, total, due

    var column: SQL? {
        switch self {
        // The ids are CRM's or the shop's: they tell when it was made there.
        case .created: "sales_order.created_at"
        case .number: "sales_order.number"
        case .total: "sales_order.total"
        // When it was promised, else wanted; what nobody asked for a day of comes last.
        case .due: "coalesce(sales_order.promised_date, sales_order.requested_date, 'infinity'::date)"
        }
    }
}

func salesOrders(_ input: OrderQuery, _ call: Call) async throws -> Paged<OrderSummary> {
    let order = input.sort ?? .descending(.created)
    let wanted = SQL.all(
        input.state?.condition(on: "state", open: isOpenOrder), input.channel.map { "channel = \($0)" },
        named(input.q), .instant("created_at", from: input.from, to: input.to),
        order.after(try input.last(OrderID.self), in: "sales_order", id: "sales_order.order_id"))
    let rows = try await call.database.all(
        """
        \(orderColumns) where \(wanted)
        order by \(order.clause(id: "sales_order.order_id")) limit \(input.rowLimit)
        """, as: OrderSummary.self)
    return Paged(rows, input) { [$0.id.description] }
}

/// What is not delivered and paid yet, and not called off.
private let isOpenOrder: SQL = "state not in ('rejected', 'cancelled') and (state <> 'invoiced' or paid < total)"

/// By whom it is for, its number, or that of something it came from or led to.
private func named(_ text: String?) -> SQL? {
    guard let itself = SQL.holds(text, "number", "customer_name", "quote_number", "shipment_number", "invoice_number"),
        let paid = SQL.holds(text, "payment.number")
    else { return nil }
    return "(\(itself) or order_id in (select payment.order_id from payment where \(paid)))"
}

/// A line of an order with what there is for it.
struct OrderLineView: Codable, Sendable {
    let lineID: UUID
    let productID: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let quantity: ExactDecimal
    let unit: String
    let unitPrice: Money
    let taxRate: ExactDecimal
    let net: Money
    let tax: Money
    let configurationID: ConfigurationID?
    let revisionID: RevisionID?
    let revision: String?
    let revisionState: String?
}

/// Goods held for an order.
struct HeldGoods: Codable, Sendable {
    let productID: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let unit: String
    let quantity: ExactDecimal
    /// From free stock; otherwise made for the order.
    let reserved: Bool
}

/// A payment of an order.
struct PaymentView: Codable, Sendable {
    let id: PaymentID
    let number: String
    let amount: Money
    let allocated: Money
    let method: PaymentMethod
    let reference: String
    let receivedOn: BusinessDate
}

/// What an order really cost.
struct OrderCost: Codable, Sendable {
    let material: Money
    let labour: Money
    let machine: Money
    let overhead: Money
    let total: Money
    let margin: Money
}

/// A sales order with all that belongs to it.
struct OrderView: Codable, Sendable {
    let id: OrderID
    let number: String
    let state: String
    let chain: UUID
    let outstanding: Money
    let order: OrderSummary
    let lines: [OrderLineView]
    let reservations: [HeldGoods]
    var workOrders: [WorkOrderView]
    let payments: [PaymentView]
    let refunds: [RefundView]
    /// Known once it is shipped; for those entitled.
    var cost: OrderCost?
}

func salesOrderByID(_ input: OrderPath, _ call: Call) async throws -> OrderView {
    var order = try await salesOrder(input.id, call.database)
    guard try await !call.readsCosts(of: "/erp/api/sales-orders/\(input.id)") else { return order }
    order.cost = nil
    order.workOrders = order.workOrders.map(\.withoutCost)
    return order
}

/// Reads an order with all that belongs to it, costs included.
func salesOrder(_ id: OrderID, _ database: some PostgresExecutor) async throws -> OrderView {
    guard let order = try await database.first("\(orderColumns) where order_id = \(id)", as: OrderSummary.self)
    else { throw Problem.notFound("sales order", id) }
    return OrderView(
        id: id, number: order.number, state: order.state, chain: order.chain, outstanding: order.outstanding,
        order: order, lines: try await lines(of: id, database), reservations: try await heldGoods(of: id, database),
        workOrders: try await workOrders(of: id, database), payments: try await payments(of: id, database),
        refunds: try await refunds(of: id, database),
        cost: order.shippedOn == nil ? nil : try await cost(of: id, database))
}

private func lines(of order: OrderID, _ database: some PostgresExecutor) async throws -> [OrderLineView] {
    try await database.all(
        """
        select l.line_id, l.product_id, l.sku, l.name, p.name_zh, l.quantity, p.unit, l.unit_price, l.tax_rate, l.net,
            l.tax, l.configuration_id, r.revision_id, r.code as revision, r.state as revision_state
        from sales_order_line l join product p using (product_id)
            left join revision r on r.configuration_id = l.configuration_id
        where l.order_id = \(order) order by l.position
        """)
}

private func heldGoods(of order: OrderID, _ database: some PostgresExecutor) async throws -> [HeldGoods] {
    try await database.all(
        """
        select p.product_id, p.sku, p.name, p.name_zh, p.unit, h.quantity, h.reserved
        from (
            select product_id, quantity, true as reserved from reservation where order_id = \(order)
            union all
            select product_id, on_hand, false from stock where held_for = \(order) and on_hand > 0
        ) h join product p using (product_id) order by p.sku, h.reserved
        """)
}

private func payments(of order: OrderID, _ database: some PostgresExecutor) async throws -> [PaymentView] {
    try await database.all(
        """
        select payment_id as id, number, amount, allocated, method, reference, received_on
        from payment where order_id = \(order) order by created_at, payment_id
        """)
}

private func cost(of order: OrderID, _ database: some PostgresExecutor) async throws -> OrderCost {
    try await database.one(
        """
        select cost_material as material, cost_labour as labour, cost_machine as machine, cost_overhead as overhead,
            cost_material + cost_labour + cost_machine + cost_overhead as total,
            net - cost_material - cost_labour - cost_machine - cost_overhead as margin
        from sales_order where order_id = \(order)
        """)
}
