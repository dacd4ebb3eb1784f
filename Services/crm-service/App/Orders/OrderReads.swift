import CRMDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

struct OrderPath: Codable, Sendable {
    var id: OrderID
}

struct OrderQuery: PageRequest, Codable, Sendable {
    var channel: OrderChannel?
    var state: StateShown<OrderState>?
    /// A part of the customer's name, or of the number of the order, its shipment, invoice or a payment.
    var q: String?
    /// The days on which it was confirmed.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<OrderField>?
    var cursor: String?
    var limit: Int?
}

enum OrderField: String, SortField {
    case created, number, total

    var column: SQL? {
        switch self {
        case .created: nil
        case .number: "sales_order.number"
        case .total: "sales_order.total"
        }
    }
}

struct OrderSummary: Codable, Sendable {
    var id: OrderID
    var number: String
    var channel: OrderChannel
    var customerID: CustomerID
    var customerName: String
    var state: OrderState
    var paidInFull: Bool
    var promisedDate: BusinessDate?
    var total: Money
    var confirmedAt: Date
}

private let summaryColumns: SQL = """
    order_id as id, number, channel, customer_id, customer_name, state, paid_in_full, promised_date, total, confirmed_at
    """

func orders(_ input: OrderQuery, _ call: Call) async throws -> Paged<OrderSummary> {
    let order = input.sort ?? .descending(.created)
    let wanted = SQL.all(
        input.channel.map { "channel = \($0)" },
        input.state?.condition(on: "state", open: isOpenOrder), named(input.q),
        .instant("confirmed_at", from: input.from, to: input.to),
        order.after(try input.last(OrderID.self), in: "sales_order", id: "sales_order.order_id"),
        try call.readsOrder())
    let rows: [OrderSummary] = try await call.database.all(
        """
        select \(summaryColumns) from sales_order
        where \(wanted)
        order by \(order.clause(id: "sales_order.order_id")) limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.id.description] }
}

/// What is not delivered and paid yet, and not called off.
private let isOpenOrder: SQL = "state not in ('rejected', 'cancelled') and (state <> 'invoiced' or not paid_in_full)"

/// By whom it is for, its number, or that of something it led to.
private func named(_ text: String?) -> SQL? {
    guard let itself = SQL.holds(text, "number", "customer_name", "shipment_number"),
        let invoiced = SQL.holds(text, "order_invoice.invoice_number"),
        let paid = SQL.holds(text, "order_payment.number")
    else { return nil }
    return """
        (\(itself) or order_id in (select order_invoice.order_id from order_invoice where \(invoiced))
            or order_id in (select order_payment.order_id from order_payment where \(paid)))
        """
}

/// The latest orders of a customer, of either channel.
func orders(of customer: CustomerID, in database: some PostgresExecutor) async throws -> [OrderSummary] {
    try await database.all(
        """
        select \(summaryColumns) from sales_order where customer_id = \(customer)
        order by order_id desc limit 200
        """)
}

/// What a customer still has to pay for all orders that stand.
func outstanding(of customer: CustomerID, in database: some PostgresExecutor) async throws -> Money {
    try await database.one(
        """
        select coalesce(sum(greatest(sales_order.total - \(paidAmount), 0)), 0)::numeric(18, 2)
        from sales_order left join order_invoice using (order_id)
        where sales_order.customer_id = \(customer) and not paid_in_full and state not in ('rejected', 'cancelled')
        """)
}

/// What was received for an order, less what went back: what ERP settled, or what its payments come to.
private let paidAmount: SQL = """
    greatest(coalesce(settled_amount, 0), coalesce((select sum(amount) from order_payment
        where order_payment.order_id = sales_order.order_id), 0) - coalesce((select sum(amount) from order_refund
        where order_refund.order_id = sales_order.order_id), 0))
    """

struct OrderLineDetail: Codable, Sendable {
    var lineID: UUID
    var productID: ProductID
    var sku: String
    var name: String
    /// Its name in Chinese, once the product is known.
    var nameZh: String?
    var quantity: ExactDecimal
    /// What it is counted in, once the product is known.
    var unit: String?
    var unitPrice: Money
    var net: Money
    var tax: Money
    /// What was agreed beyond the standard product.
    var options: [String: String]?
    /// The revision that engineering made of it, and whether it is released.
    var revisionCode: String?
    var revisionReleased: Bool?
}

struct OrderPaymentDetail: Codable, Sendable {
    var number: String
    var amount: Money
    var method: PaymentMethod
    var receivedOn: BusinessDate
}

/// Money that goes back to the customer.
struct OrderRefundDetail: Codable, Sendable {
    var number: String
    var amount: Money
    /// `due` or `paid`.
    var state: String
}

/// An order as it was confirmed, and what ERP reported of it since.
struct OrderDetail: Codable, Sendable {
    var id: OrderID
    var number: String
    var channel: OrderChannel
    var chain: UUID
    var customerID: CustomerID
    var customerName: String
    var quoteID: QuoteID?
    var opportunityID: OpportunityID?
    var leadID: LeadID?
    var requestedDate: BusinessDate?
    var net: Money
    var tax: Money
    var total: Money
    var confirmedAt: Date
    var state: OrderState
    var reason: String?
    var paymentTerms: PaymentTerms?
    var promisedDate: BusinessDate?
    var paidInFull: Bool
    var paid: Money
    var shipmentNumber: String?
    var shippedOn: BusinessDate?
    var invoiceNumber: String?
    var invoicedOn: BusinessDate?
    var lines: [OrderLineDetail] = []
    var payments: [OrderPaymentDetail] = []
    var refunds: [OrderRefundDetail] = []
    var timeline: [TimelineEntry] = []

    /// What is still to be paid; nil where nothing is.
    var outstanding: Money? {
        paidInFull || state == .rejected || state == .cancelled || !(paid < total) ? nil : total - paid
    }
}

func order(_ input: OrderPath, _ call: Call) async throws -> OrderDetail {
    let query: SQL = """
        select sales_order.*, order_id as id, invoice_number, invoiced_on,
            \(paidAmount)::numeric(18, 2) as paid,
            '[]'::jsonb as lines, '[]'::jsonb as payments, '[]'::jsonb as refunds, '[]'::jsonb as timeline
        from sales_order left join order_invoice using (order_id)
        where order_id = \(input.id) and \(try call.readsOrder())
        """
    guard var order: OrderDetail = try await call.database.first(query) else {
        throw Problem.notFound("order", input.id)
    }
    order.lines = try await call.database.all(
        """
        select line.line_id, line.product_id, line.sku, line.name, product.name_zh, quantity, product.unit, unit_price, net, tax, options,
            revision.code as revision_code, released as revision_released
        from sales_order_line line left join product using (product_id) left join configuration using (order_id, line_id)
            left join order_revision revision using (configuration_id)
        where line.order_id = \(input.id) order by line_no
        """)
    order.payments = try await call.database.all(
        """
        select number, amount, method, received_on from order_payment where order_id = \(input.id) order by payment_id
        """)
    order.refunds = try await call.database.all(
        "select number, amount, state from order_refund where order_id = \(input.id) order by refund_id")
    order.timeline = try await timeline(of: input.id, for: call)
    return order
}
