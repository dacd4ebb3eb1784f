import EventContracts
import Kernel

// What a to-do about an order says beside its number: whose it is, and for finance how much.

extension SalesOrder {
    func matter(of amount: Money? = nil) -> Matter {
        Matter(customerID: customerID, party: customerName, amount: amount)
    }
}

extension NewOrder {
    func matter(of amount: Money? = nil) -> Matter {
        Matter(customerID: customerID, party: customerName, amount: amount)
    }
}
