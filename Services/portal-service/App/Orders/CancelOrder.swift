import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

struct CancelOrder: Codable, Sendable {
    var id: OrderID
    var reason: String?
}

/// `POST orders/{id}/cancel`: before it is paid. Money that arrives afterwards goes back by itself.
func cancelOrder(_ input: CancelOrder, _ call: CommandCall) async throws -> OrderChanged {
    let shopper = try call.signedIn().shopperID
    guard let order = try await LockedOrder.find(input.id, call.tx), order.shopperID == shopper else {
        throw Problem.notFound("order", input.id)
    }
    call.tx.join(chain: order.chain)
    let state = try order.state.after(.cancel)
    let reason = input.reason ?? "cancelled by the shopper"
    try await order.move(to: state, call.tx, with: ", reason = \(reason)")
    try await closePaymentAttempts(of: order.orderID, call.tx)
    call.tx.emit(WebOrderCancelled(orderID: order.orderID, number: order.number, reason: reason))
    return OrderChanged(id: order.orderID, number: order.number, state: state)
}
