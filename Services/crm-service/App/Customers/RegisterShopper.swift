import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime

/// Who registers in the shop is a customer too, under the same id.
func shopperRegistered(_ incoming: Incoming<ShopperRegistered>, _ tx: EventTransaction) async throws {
    let shopper = incoming.event
    let id = CustomerID(rawValue: shopper.shopperID.rawValue)
    try await tx.save(
        NewCustomer(
            id: id, name: shopper.name.meaningful ?? shopper.email, email: shopper.email, phone: nil, ownerID: nil,
            leadID: nil, shopper: true))
    try await tx.record(incoming, of: .customer, id.rawValue, detail: shopper.name)
}
