import CRMEvents
import Kernel
import Messaging
import Postgres

/// A customer is called otherwise, or forgotten: what was asked about them says so.
func customerRenamed(_ incoming: Incoming<CustomerChanged>, _ tx: EventTransaction) async throws {
    let customer = incoming.event
    try await tx.execute(
        """
        update approval set matter = jsonb_set(matter, '{party}', to_jsonb(\(customer.name)::text))
        where matter ? 'customerID' and matter ->> 'customerID' = \(customer.customerID.description)
            and matter ->> 'party' is distinct from \(customer.name)
        """)
}
