import CRMEvents
import ERPDomain
import ERPEvents
import EventContracts
import Kernel
import Messaging
import Postgres

/// A customer accepted a quote: ERP takes the order over when the customer's credit allows it.
func takeOrder(_ incoming: Incoming<OrderConfirmed>, _ tx: EventTransaction) async throws {
    let event = incoming.event
    let known = try await tx.first(
        "select name from customer where customer_id = \(event.customerID)", as: String.self)
    guard known != nil else { throw NotYet("customer \(event.customerID) is not known") }
    guard let terms = try await lockCreditTerms(of: event.customerID, tx) else {
        throw NotYet("the credit terms of customer \(event.customerID) are not known")
    }
    let order = NewOrder(
        orderID: event.orderID, number: event.number, channel: .crm, customerID: event.customerID,
        customerName: event.customerName, paymentTerms: terms.paymentTerms, ownerID: event.ownerID,
        quoteID: event.quoteID, quoteNumber: event.quoteNumber, requestedDate: event.requestedDate, lines: event.lines,
        net: event.net, tax: event.tax, total: event.total)
    if let reason = try await refusal(of: order, terms, tx) {
        try await order.insert(try SalesOrderState.table.next(.received, .reject), reason: reason, tx)
        tx.emit(SalesOrderRejected(orderID: order.orderID, number: order.number, channel: .crm, reason: reason))
        return
    }
    try await order.insert(try SalesOrderState.table.next(.received, .accept), tx)
    tx.emit(
        SalesOrderAccepted(
            orderID: order.orderID, number: order.number, channel: .crm, customerID: order.customerID,
            total: order.total, paymentTerms: terms.paymentTerms))
    let link = "/erp/sales-orders/\(order.orderID)"
    try await tx.open(
        .planOrder, for: order.orderID.rawValue, subject: order.number, link: link, matter: order.matter())
    if terms.paymentTerms == .prepaid {
        try await tx.open(
            .recordPayment, for: order.orderID.rawValue, subject: order.number, link: link,
            matter: order.matter(of: order.total))
    }
}

private func refusal(of order: NewOrder, _ terms: CreditTerms, _ tx: EventTransaction) async throws -> String? {
    if let fault = order.fault { return fault }
    // Who pays before the goods leave needs no credit.
    guard terms.paymentTerms != .prepaid else { return nil }
    do {
        try await creditExposure(of: order.customerID, tx).check(adding: order.total, limit: terms.creditLimit)
        return nil
    } catch let exceeded as CreditExceeded {
        return exceeded.description
    }
}
