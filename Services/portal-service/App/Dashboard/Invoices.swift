import ERPEvents
import Messaging
import Postgres

/// An invoice of either channel, kept for the dashboard and to be found by its number.
func keepInvoice(_ incoming: Incoming<SalesOrderInvoiced>, _ tx: EventTransaction) async throws {
    let invoice = incoming.event
    tx.keep(invoice.invoiceNumber, of: .invoice, incoming.envelope)
    tx.write(
        """
        insert into invoice (
            invoice_number, order_id, order_number, customer_id, channel, net, tax, total, invoiced_on)
        values (\(invoice.invoiceNumber), \(invoice.orderID), \(invoice.number), \(invoice.customerID),
            \(invoice.channel), \(invoice.net), \(invoice.tax), \(invoice.total), \(invoice.invoicedOn))
        on conflict (invoice_number) do nothing
        """)
}
