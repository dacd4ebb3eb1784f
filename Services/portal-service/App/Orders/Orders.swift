import EventContracts
import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

struct OrderPath: Codable, Sendable {
    var id: OrderID
}

/// An order in a list.
struct OrderSummary: Codable, Sendable {
    let id: OrderID
    let number: String
    let state: WebOrderState
    let total: Money
    let placedAt: Date
    /// What was ordered, in one line.
    let goods: String
    /// Who ordered, for staff.
    let shopperName: String?
}

/// An order with everything that is known of it.
struct OrderDetails: Codable, Sendable {
    struct Line: Codable, Sendable {
        let productID: ProductID
        let sku: String
        let name: String
        /// As the product is called in Chinese now; nil when it is not known any longer.
        let nameZh: String?
        let quantity: ExactDecimal
        let unitPrice: Money
        let net: Money
        let tax: Money
        let isReviewed: Bool
    }
    struct Step: Codable, Sendable {
        let state: WebOrderState
        let at: Date
    }
    struct Refund: Codable, Sendable {
        let amount: Money
        let reason: RefundReason
        let isDone: Bool
    }
    let id: OrderID
    let number: String
    let shopperID: ShopperID
    /// Who ordered, for staff.
    let shopperName: String?
    let state: WebOrderState
    let net: Money
    let tax: Money
    let total: Money
    let shipTo: String
    let reason: String?
    let paidBy: PaymentMethod?
    let shipmentNumber: String?
    let shippedOn: BusinessDate?
    let chain: UUID
    let placedAt: Date
    let points: Int
    let lines: [Line]
    let steps: [Step]
    let refunds: [Refund]
}

/// A list of orders, newest first.
struct OrderQuery: PageRequest, Codable, Sendable {
    /// A part of the number; for staff also of the shopper's name.
    var q: String?
    var state: WebOrderState?
    /// The days on which it was placed.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<OrderField>?
    var cursor: String?
    var limit: Int?
}

enum OrderField: String, SortField {
    case placed, number, total

    var column: SQL? {
        switch self {
        case .placed: nil
        case .number: "number"
        case .total: "total"
        }
    }
}

/// `GET orders`: a shopper's own; staff see all.
func listOrders(_ query: OrderQuery, _ call: Call) async throws -> Paged<OrderSummary> {
    let order = query.sort ?? .descending(.placed)
    let own = try ownOrders(call)
    let wanted = SQL.all(
        own.map { "shopper_id = \($0)" }, query.state.map { "state = \($0)" },
        own == nil ? .holds(query.q, "number", "shopper.name") : .holds(query.q, "number"),
        .instant("placed_at", from: query.from, to: query.to),
        order.after(try query.last(OrderID.self), in: "web_order", id: "order_id"))
    let rows: [OrderSummary] = try await call.database.all(
        """
        select order_id as id, number, state, total, placed_at, \(goods(call)) as goods,
            case when \(own == nil) then shopper.name end as shopper_name
        from web_order join shopper using (shopper_id)
        where \(wanted) order by \(order.clause(id: "order_id")) limit \(query.rowLimit)
        """)
    return Paged(rows, query) { [$0.id.description] }
}

/// What was ordered, as the reader calls it.
private func goods(_ call: Call) -> SQL {
    """
    (select string_agg(
        coalesce(\(call.nameColumn(of: "product")), line.name) || ' × ' || trim_scale(line.quantity), ', '
        order by line.position)
    from web_order_line line left join product using (product_id) where line.order_id = web_order.order_id)
    """
}

/// `GET orders/{id}`
func showOrder(_ path: OrderPath, _ call: Call) async throws -> OrderDetails {
    let own = try ownOrders(call)
    let row: OrderRow? = try await call.database.first(
        """
        select o.order_id as id, o.number, o.shopper_id, case when \(own == nil) then s.name end as shopper_name, o.state, o.net, o.tax, o.total, o.ship_to, o.reason,
            o.paid_by, o.shipment_number, o.shipped_on, o.chain, o.placed_at, coalesce(l.earned, 0) as points
        from web_order o join shopper s using (shopper_id) left join points_lot l using (order_id)
        where \(.all("o.order_id = \(path.id)", own.map { "o.shopper_id = \($0)" }))
        """)
    guard let row else { throw Problem.notFound("order", path.id) }
    return row.details(
        lines: try await call.database.all(
            """
            select l.product_id, l.sku, l.name, nullif(p.name_zh, '') as name_zh, l.quantity, l.unit_price, l.net, l.tax,
                exists (select from review r where r.order_id = l.order_id and r.product_id = l.product_id)
                    as is_reviewed
            from web_order_line l left join product p using (product_id) where l.order_id = \(path.id) order by l.position
            """),
        steps: try await call.database.all(
            "select state, at from web_order_step where order_id = \(path.id) order by at, state"),
        refunds: try await call.database.all(
            """
            select amount, reason, state = 'refunded' as is_done from payment_refund
            where order_id = \(path.id) and asked_by = 'portal'
            union all
            select amount, reason, state = 'paid' from order_refund where order_id = \(path.id)
            """))
}

/// Whose orders the caller may see: the shopper's own; nil for staff who work on orders, and see all.
private func ownOrders(_ call: Call) throws -> ShopperID? {
    let person = try call.signedIn()
    return person.kind == .staff ? nil : person.shopperID
}

private struct OrderRow: Decodable, Sendable {
    let id: OrderID
    let number: String
    let shopperID: ShopperID
    let shopperName: String?
    let state: WebOrderState
    let net: Money
    let tax: Money
    let total: Money
    let shipTo: String
    let reason: String?
    let paidBy: PaymentMethod?
    let shipmentNumber: String?
    let shippedOn: BusinessDate?
    let chain: UUID
    let placedAt: Date
    let points: Int

    func details(
        lines: [OrderDetails.Line], steps: [OrderDetails.Step], refunds: [OrderDetails.Refund]
    ) -> OrderDetails {
        OrderDetails(
            id: id, number: number, shopperID: shopperID, shopperName: shopperName, state: state, net: net, tax: tax,
            total: total, shipTo: shipTo, reason: reason, paidBy: paidBy, shipmentNumber: shipmentNumber,
            shippedOn: shippedOn,
            chain: chain, placedAt: placedAt, points: points, lines: lines, steps: steps, refunds: refunds)
    }
}
