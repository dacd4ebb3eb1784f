import EventContracts
import ERPEvents
import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

/// Someone who uses the shop through its public API.
struct Shopper: Sendable {
    let store: Store
    let token: String

    /// A new shopper, signed in. Registering is tested by itself: hashing a password takes its time on purpose.
    init(in store: Store) async throws {
        self.store = store
        let id = ShopperID()
        try await store.database.execute(
            """
            insert into shopper (shopper_id, email, name, password)
            values (\(id), \("\(id)@example.com"), 'Lin', 'none')
            """)
        let person = Person(id: id.rawValue, name: "Lin", kind: .shopper)
        token = try await store.service.context.sessionIssuer().issue(person, for: .seconds(3600))
    }

    func get(_ path: String) async -> InProcessAnswer {
        await store.service.ask("GET", path, headers: ["Authorization": "Bearer \(token)"])
    }

    func post(_ path: String, _ body: String = "{}", key: String = UUID().uuidString) async -> InProcessAnswer {
        await store.service.ask(
            "POST", path, headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": key], body: body)
    }

    /// Puts one pot into the cart and orders it.
    func order() async throws -> OrderChanged {
        _ = await post("/api/cart/lines", #"{"productID":"\#(store.pot)"}"#)
        let answer = await post("/api/orders", #"{"shipTo":"Hangzhou"}"#)
        try #require(answer.status == 201)
        return try answer.json()
    }

    /// An order whose stock ERP holds.
    func acceptedOrder() async throws -> OrderChanged {
        let order = try await order()
        try await store.accept(order)
        return order
    }

    /// An order on its way to the shopper, paid through the bank.
    func shippedOrder() async throws -> OrderChanged {
        let order = try await acceptedOrder()
        try await store.payThroughTheBank(order)
        try await store.ship(order)
        return order
    }

    func look(at order: OrderChanged) async throws -> OrderDetails {
        try await get("/api/orders/\(order.id)").json()
    }
}

extension Store {
    /// One pot with VAT: 265.49 + 34.51.
    static let potTotal = Money(minor: 300_00)

    func accept(_ order: OrderChanged) async throws {
        try await deliver(
            SalesOrderAccepted(
                orderID: order.id, number: order.number, channel: .web, customerID: CustomerID(),
                total: Store.potTotal, paymentTerms: .prepaid), to: orderAccepted)
    }

    func ship(_ order: OrderChanged) async throws {
        try await deliver(
            SalesOrderShipped(
                orderID: order.id, number: order.number, shipmentNumber: "SH-1", shippedOn: .today), to: orderShipped)
    }
}

extension Store {
    func payThroughTheBank(_ order: OrderChanged) async throws {
        try await deliver(
            SalesOrderPaid(orderID: order.id, number: order.number, paid: Store.potTotal), to: orderPaid)
    }
}
