import EventContracts
import Kernel

// What a to-do about an order says beside its number: whose it is, and for finance how much.

extension SalesOrder {
    var matter: Matter { Matter(customerID: customerID, party: customerName) }
    func matter(of amount: Money) -> Matter { Matter(customerID: customerID, party: customerName, amount: amount) }
}

extension NewOrder {
    var matter: Matter { Matter(customerID: customerID, party: customerName) }
    func matter(of amount: Money) -> Matter { Matter(customerID: customerID, party: customerName, amount: amount) }
}
