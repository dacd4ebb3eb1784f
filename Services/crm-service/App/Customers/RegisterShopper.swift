import CRMEvents
import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime

/// Who registers in the shop is a customer too, under the same id.
func shopperRegistered(_ incoming: Incoming<ShopperRegistered>, _ tx: EventTransaction) async throws {
    let shopper = incoming.event
    try await tx.saveShopper(shopper.shopperID, name: shopper.name, email: shopper.email, phone: shopper.phone)
    try await tx.record(incoming, of: .customer, detail: shopper.name)
}

/// The same of those who registered when only an e-mail address would do.
func shopperRegistered(_ incoming: Incoming<ShopperRegisteredV1>, _ tx: EventTransaction) async throws {
    let shopper = incoming.event
    try await tx.saveShopper(shopper.shopperID, name: shopper.name, email: shopper.email, phone: nil)
    try await tx.record(incoming, of: .customer, detail: shopper.name)
}

/// They know best what they are called and how they are reached.
func shopperChanged(_ incoming: Incoming<ShopperChanged>, _ tx: EventTransaction) async throws {
    let shopper = incoming.event
    let customer = try await tx.customer(CustomerID(rawValue: shopper.shopperID.rawValue))
    let name = shopper.name.meaningful ?? customer.name
    tx.write(
        """
        update customer set name = \(name), email = \(shopper.email), phone = \(shopper.phone)
        where customer_id = \(customer.customerID)
        """)
    tx.emit(
        CustomerChanged(
            customerID: customer.customerID, number: customer.number, name: name, email: shopper.email,
            phone: shopper.phone, ownerID: customer.ownerID))
    try await tx.record(incoming, of: .customer, detail: name)
}

extension EventTransaction {
    fileprivate func saveShopper(_ id: ShopperID, name: String, email: String?, phone: String?) async throws {
        try await save(
            NewCustomer(
                id: CustomerID(rawValue: id.rawValue), name: name.meaningful ?? email ?? phone ?? "?", email: email,
                phone: phone, ownerID: nil, leadID: nil, shopper: true))
    }
}
