import CRMEvents
import ERPDomain
import EventContracts
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// CRM is the master of customers; we keep what orders need.
func keepCustomer(_ incoming: Incoming<CustomerChanged>, _ tx: EventTransaction) async throws {
    let customer = incoming.event
    tx.write(
        """
        insert into customer (customer_id, number, name)
        values (\(customer.customerID), \(customer.number), \(customer.name))
        on conflict (customer_id) do update set number = excluded.number, name = excluded.name
        """)
}

/// Keeps a customer's terms, for the orders to come.
func keepCreditTerms(_ incoming: Incoming<CreditTermsChanged>, _ tx: EventTransaction) async throws {
    let terms = incoming.event
    tx.write(
        """
        insert into credit_terms (customer_id, credit_limit, payment_terms)
        values (\(terms.customerID), \(terms.creditLimit), \(terms.paymentTerms))
        on conflict (customer_id) do update
            set credit_limit = excluded.credit_limit, payment_terms = excluded.payment_terms
        """)
}

/// A customer's credit limit and payment terms.
struct CreditTerms: Decodable, Sendable {
    let creditLimit: Money
    let paymentTerms: PaymentTerms
}

/// Reads a customer's terms and makes other orders of the customer wait, so that two cannot use the same credit.
func lockCreditTerms(of customer: CustomerID, _ tx: EventTransaction) async throws -> CreditTerms? {
    try await tx.first(
        "select credit_limit, payment_terms from credit_terms where customer_id = \(customer) for no key update")
}

/// What the customer owes, or will owe by open orders.
func creditExposure(of customer: CustomerID, _ tx: EventTransaction) async throws -> CreditExposure {
    struct Row: Decodable, Sendable {
        let receivable: Money
        let openOrders: Money
    }
    let row = try await tx.one(
        """
        select coalesce(sum(total - paid) filter (where state = 'invoiced'), 0) as receivable,
            coalesce(sum(total - paid) filter (where state not in ('invoiced', 'rejected', 'cancelled')), 0)
                as open_orders
        from sales_order where customer_id = \(customer) and payment_terms <> 'prepaid'
        """, as: Row.self)
    return CreditExposure(receivable: row.receivable, openOrders: row.openOrders)
}
