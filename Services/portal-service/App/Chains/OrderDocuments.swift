import EventContracts
import ERPEvents
import Messaging
import Postgres

/// What an order led to. Events of the order tell of it; people look for it by a number of its own.
enum OrderDocument: String {
    case shipment = "erp.shipment"
    case invoice = "erp.invoice"
}

extension EventTransaction {
    /// Keeps the number of what an event of an order told of.
    func keep(_ number: String, of document: OrderDocument, _ told: Envelope) {
        write(
            """
            insert into order_document (aggregate_type, number, order_id, chain, type, at)
            values (\(document.rawValue), \(number), \(told.aggregateID), \(told.chain), \(told.type), \(told.time))
            on conflict do nothing
            """)
    }
}
