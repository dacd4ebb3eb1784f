import ERPDomain
import ERPEvents
import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime

/// An order that will not be carried out; what was paid for it goes back.
struct CancelOrder: Codable, Sendable {
    var id: OrderID
    var reason: String
}

/// Where an order stands after a command.
struct OrderState: Codable, Sendable {
    let id: OrderID
    let number: String
    let state: String
    let paid: Money
    let outstanding: Money

    init(_ order: SalesOrder) {
        (id, number, state, paid) = (order.orderID, order.number, order.state.rawValue, order.paid)
        outstanding = order.due
    }
}

func cancelOrder(_ input: CancelOrder, _ call: CommandCall) async throws -> OrderState {
    var order = try await lockOrder(input.id, call.tx)
    try await cancel(&order, reason: input.reason, call.tx)
    return OrderState(order)
}

/// The shopper cancelled before paying. An order that was refused, or whose money arrived first, stays as it is.
func cancelWebOrder(_ incoming: Incoming<WebOrderCancelled>, _ tx: EventTransaction) async throws {
    var order = try await lockOrder(incoming.event.orderID, tx)
    guard order.paid.isZero, SalesOrderState.table.allows(.cancel, in: order.state) else { return }
    try await cancel(&order, reason: incoming.event.reason, tx)
}

private func cancel(_ order: inout SalesOrder, reason: String, _ tx: EventTransaction) async throws {
    try await advance(&order, .cancel, tx)
    let id = order.orderID
    try await tx.execute("update sales_order set reason = \(reason) where order_id = \(id)")
    try await cancelWorkOrders(of: id, tx)
    try await lockStock(of: try await (reservations(of: id, tx) + ownGoods(of: id, tx)).map(\.productID), tx)
    let held = try await releaseReservations(of: id, tx)
    let made = try await freeOwnGoods(of: id, order.source, tx)
    tx.emit(SalesOrderCancelled(orderID: id, number: order.number, reason: reason))
    try await announceAvailability(of: held + made, tx)
    for todo in [Todo.planOrder, .buyMaterial, .makeOrder, .recordPayment, .shipOrder] {
        try await tx.close(todo, for: id.rawValue)
    }
    try await freePayments(of: &order, tx)
    try await post(try await oweRest(of: order, tx), tx)
}
