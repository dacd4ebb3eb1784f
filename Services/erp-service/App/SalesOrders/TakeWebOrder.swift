import ERPDomain
import ERPEvents
import EventContracts
import Kernel
import Messaging
import PortalEvents
import Postgres

/// A shopper ordered: all goods are held, or the order is refused. Payment is asked for after that.
func takeWebOrder(_ incoming: Incoming<WebOrderPlaced>, _ tx: EventTransaction) async throws {
    let event = incoming.event
    let order = NewOrder(
        orderID: event.orderID, number: event.number, channel: .web,
        customerID: CustomerID(rawValue: event.shopperID.rawValue), customerName: event.shopperName,
        paymentTerms: .prepaid, shipTo: event.shipTo, lines: event.lines, net: event.net, tax: event.tax,
        total: event.total)
    let available = try await lockStock(of: order.demand.keys, tx)
    if let reason = order.fault ?? shortage(of: order, available) {
        try await order.insert(try SalesOrderState.table.next(.received, .reject), reason: reason, tx)
        tx.emit(SalesOrderRejected(orderID: order.orderID, number: order.number, channel: .web, reason: reason))
        return
    }
    let accepted = try SalesOrderState.table.next(.received, .accept)
    try await order.insert(try SalesOrderState.table.next(accepted, .gatherGoods), tx)
    try await reserve(order.demand, for: order.orderID, tx)
    tx.emit(
        SalesOrderAccepted(
            orderID: order.orderID, number: order.number, channel: .web, customerID: order.customerID,
            total: order.total, paymentTerms: .prepaid))
    try await announceAvailability(of: order.demand.keys, tx)
}

private func shortage(of order: NewOrder, _ available: [ProductID: ExactDecimal]) -> String? {
    let short = order.demand.filter { available[$0.key] ?? .zero < $0.value }.keys
    let names = order.lines.filter { short.contains($0.productID) }.map(\.sku)
    return names.isEmpty ? nil : "not enough in stock: " + Set(names).sorted().joined(separator: ", ")
}
