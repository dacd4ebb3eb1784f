import ERPDomain
import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Which order.
struct OrderPath: Codable, Sendable {
    var id: OrderID
}

/// What left the warehouse and what was invoiced for it.
struct OrderShipped: Codable, Sendable {
    let id: OrderID
    let number: String
    let state: String
    let shipmentNumber: String
    let invoiceNumber: String
    let total: Money
    /// What the order cost, for those entitled.
    let cost: Money?
}

/// Ships an order whose goods are all there, invoices it, and settles what it cost.
func shipOrder(_ input: OrderPath, _ call: CommandCall) async throws -> OrderShipped {
    let tx = call.tx
    var order = try await lockOrder(input.id, tx)
    try await advance(&order, .ship, tx)
    try await checkTerms(of: order, tx)
    let numbers = (shipment: try await documentNumber("SHP", tx), invoice: try await documentNumber("INV", tx))
    let issued = try await issueGoods(of: order, numbers.shipment, tx)
    tx.emit(
        SalesOrderShipped(
            orderID: order.orderID, number: order.number, shipmentNumber: numbers.shipment,
            shippedOn: BusinessDate.today))
    try await settle(order, numbers.shipment, numbers.invoice, issued.cost, tx)
    try await advance(&order, .invoice, tx)
    let (held, left) = (
        try await releaseReservations(of: order.orderID, tx),
        try await freeOwnGoods(of: order.orderID, order.source, tx)
    )
    try await announceAvailability(of: issued.products + held + left, tx)
    try await tx.close(.shipOrder, for: order.orderID.rawValue)
    let readsCosts = try await call.readsCosts(of: "/erp/api/sales-orders/\(order.orderID)")
    try await post(issued.voucher, for: order.source, tx)
    try await post(invoiceVoucher(of: order, numbers.invoice), for: order.source, tx)
    return OrderShipped(
        id: order.orderID, number: order.number, state: order.state.rawValue, shipmentNumber: numbers.shipment,
        invoiceNumber: numbers.invoice, total: order.total,
        cost: readsCosts ? issued.cost.total : nil)
}

private func checkTerms(of order: SalesOrder, _ tx: EventTransaction) async throws {
    if order.paymentTerms == .prepaid {
        guard order.outstanding.isPaid else {
            throw Problem.conflict("\(order.number) is prepaid; \(order.outstanding.rest) is still to be paid")
        }
    } else if let terms = try await lockCreditTerms(of: order.customerID, tx) {
        // The order itself is part of the exposure by now.
        try await creditExposure(of: order.customerID, tx).check(adding: .zero, limit: terms.creditLimit)
    }
}

private struct IssuedGoods {
    let cost: CostElements
    let products: [ProductID]
    let voucher: Voucher?
}

/// Takes the goods from what was made for the order, then from what is reserved.
private func issueGoods(of order: SalesOrder, _ shipment: String, _ tx: EventTransaction) async throws -> IssuedGoods {
    let wanted = try await tx.all(
        """
        select product_id, sum(quantity) as quantity from sales_order_line where order_id = \(order.orderID)
        group by product_id order by product_id
        """, as: ProductQuantity.self)
    // What the order leaves behind becomes free in this transaction too: all its rows are locked at once.
    let others = try await reservations(of: order.orderID, tx) + ownGoods(of: order.orderID, tx)
    let accounts = try await stockAccounts(of: wanted.map(\.productID), tx)
    let held = try await lockHeld(for: order.orderID, of: (wanted + others).map(\.productID), tx)
    let move = StockMove(
        kind: .shipment, source: VoucherSource(type: "shipment", id: order.orderID.rawValue, number: shipment))
    let costs = try issueHeld(wanted, from: held, for: order.orderID, move, tx)
    let cost = costs.reduce(.zero, +)
    let credits = zip(wanted, costs).map { goods, cost in
        Voucher.Posting.credit(accounts[goods.productID] ?? .finishedGoods, cost.total)
    }
    return IssuedGoods(
        cost: cost, products: wanted.map(\.productID),
        voucher: try Voucher("cost of \(order.number)", [.debit(.costOfSales, cost.total)] + credits))
}

private func settle(
    _ order: SalesOrder, _ shipment: String, _ invoice: String, _ cost: CostElements, _ tx: EventTransaction
) async throws {
    let today = BusinessDate.today
    tx.write(
        """
        update sales_order set shipment_number = \(shipment), shipped_on = \(today), invoice_number = \(invoice),
            invoiced_on = \(today), cost_material = \(cost.material), cost_labour = \(cost.labour),
            cost_machine = \(cost.machine), cost_overhead = \(cost.overhead)
        where order_id = \(order.orderID)
        """)
    tx.emit(
        SalesOrderInvoiced(
            orderID: order.orderID, number: order.number, invoiceNumber: invoice, customerID: order.customerID,
            channel: order.channel, net: order.net, tax: order.tax, total: order.total, invoicedOn: today))
    tx.emit(
        OrderCostSettled(
            orderID: order.orderID, number: order.number, customerID: order.customerID, channel: order.channel,
            revenue: order.net, material: cost.material, labour: cost.labour, machine: cost.machine,
            overhead: cost.overhead, cost: cost.total))
}

private func invoiceVoucher(of order: SalesOrder, _ invoice: String) throws -> Voucher? {
    try Voucher(
        "invoice \(invoice) for \(order.number)",
        [
            .debit(.advances, order.paid), .debit(.receivables, order.outstanding.rest), .credit(.revenue, order.net),
            .credit(.outputVAT, order.tax),
        ])
}
