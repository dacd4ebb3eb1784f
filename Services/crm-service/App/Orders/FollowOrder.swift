import CRMDomain
import ERPEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime

extension OrderState: PostgresEncodable, PostgresDecodable, SchemaRepresentable {}

// ERP owns the order; what it reports is shown back. Every handler writes rows of the one order only.

/// A shopper's order is the customer's order too.
func webOrderPlaced(_ incoming: Incoming<WebOrderPlaced>, _ tx: EventTransaction) async throws {
    let order = incoming.event
    try await tx.execute(
        """
        insert into sales_order (order_id, number, channel, customer_id, customer_name, net, tax, total, chain)
        values (\(order.orderID), \(order.number), \(OrderChannel.web), \(order.shopperID.rawValue),
            \(order.shopperName), \(order.net), \(order.tax), \(order.total), \(tx.chain))
        """)
    try await tx.saveLines(order.lines, of: order.orderID)
    try await tx.record(incoming, of: .order, amount: order.total)
}

func salesOrderAccepted(_ incoming: Incoming<SalesOrderAccepted>, _ tx: EventTransaction) async throws {
    let order = incoming.event
    try await tx.set(order.orderID, "state = 'accepted', payment_terms = \(order.paymentTerms)")
    try await tx.record(incoming, of: .order, amount: order.total)
}

func salesOrderRejected(_ incoming: Incoming<SalesOrderRejected>, _ tx: EventTransaction) async throws {
    let order = incoming.event
    try await tx.set(order.orderID, "state = 'rejected', reason = \(order.reason)")
    try await tx.record(incoming, of: .order, detail: order.reason)
}

func salesOrderPlanned(_ incoming: Incoming<SalesOrderPlanned>, _ tx: EventTransaction) async throws {
    let order = incoming.event
    try await tx.set(order.orderID, "state = 'planned', promised_date = \(order.promisedDate)")
    try await tx.record(incoming, of: .order, detail: order.promisedDate.description)
}

func salesOrderStarted(_ incoming: Incoming<SalesOrderStarted>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.orderID, "state = 'in_production'")
    try await tx.record(incoming, of: .order)
}

func salesOrderProduced(_ incoming: Incoming<SalesOrderProduced>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.orderID, "state = 'produced'")
    try await tx.record(incoming, of: .order)
}

func salesOrderPaid(_ incoming: Incoming<SalesOrderPaid>, _ tx: EventTransaction) async throws {
    try await tx.set(incoming.event.orderID, "paid_in_full = true, settled_amount = \(incoming.event.paid)")
    try await tx.record(incoming, of: .order, amount: incoming.event.paid)
}

func salesOrderShipped(_ incoming: Incoming<SalesOrderShipped>, _ tx: EventTransaction) async throws {
    let order = incoming.event
    try await tx.set(
        order.orderID,
        "state = 'shipped', shipment_number = \(order.shipmentNumber), shipped_on = \(order.shippedOn)")
    try await tx.record(incoming, of: .order, detail: order.shipmentNumber)
}

func salesOrderInvoiced(_ incoming: Incoming<SalesOrderInvoiced>, _ tx: EventTransaction) async throws {
    let order = incoming.event
    try await tx.set(order.orderID, "state = 'invoiced'")
    try await tx.execute(
        """
        insert into order_invoice (order_id, number, invoice_number, customer_id, channel, net, tax, total, invoiced_on)
        values (\(order.orderID), \(order.number), \(order.invoiceNumber), \(order.customerID), \(order.channel),
            \(order.net), \(order.tax), \(order.total), \(order.invoicedOn))
        """)
    try await tx.record(incoming, of: .order, detail: order.invoiceNumber, amount: order.total)
}

func salesOrderCancelled(_ incoming: Incoming<SalesOrderCancelled>, _ tx: EventTransaction) async throws {
    let order = incoming.event
    // What was paid is owed back: a stream of its own tells of it.
    try await tx.set(
        order.orderID,
        "state = 'cancelled', reason = \(order.reason), paid_in_full = false, settled_amount = null")
    try await tx.record(incoming, of: .order, detail: order.reason)
}

extension EventTransaction {
    /// - Throws: `NotYet` while the order itself has not arrived (a shop order comes from the portal).
    fileprivate func set(_ order: OrderID, _ assignments: SQL) async throws {
        let changed = try await execute("update sales_order set \(assignments) where order_id = \(order)")
        guard changed == 1 else { throw NotYet("order \(order) is not here") }
    }
}
