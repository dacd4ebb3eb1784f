import ERPEvents
import EventContracts
import Foundation
import Kernel
import Postgres
import TestSupport

@testable import Messaging
@testable import PortalApp
@testable import ServiceRuntime

/// portal-service on a schema of its own, with two products that ERP told it of.
struct Store: Sendable {
    let schema: TestSchema
    let service: ServiceAssembly
    let tea = ProductID()
    let pot = ProductID()

    static let paymentSecret = "between us"

    var database: PostgresPool { service.context.database }

    /// - Parameter paymentURL: where the payment company is; by default nowhere.
    static func open(
        paymentURL: String = "http://127.0.0.1:1", sending sender: (any MessageSender)? = nil,
        paidTo account: BankAccount? = nil, _ body: (Store) async throws -> Void
    ) async throws {
        let schema = try await TestDatabase.make("portal")
        do {
            let store = try await Store(schema, paymentURL, sender, account)
            do {
                try await body(store)
                await store.database.close()
            } catch {
                await store.database.close()
                throw error
            }
            try await schema.drop()
        } catch {
            try? await schema.drop()
            throw error
        }
    }

    private init(
        _ schema: TestSchema, _ paymentURL: String, _ sender: (any MessageSender)?, _ account: BankAccount?
    ) async throws {
        self.schema = schema
        var configuration = ServiceConfiguration(
            databaseURL: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? "",
            databaseSchema: schema.name, amqpURL: "amqp://127.0.0.1:1/")
        configuration.paymentURL = paymentURL
        configuration.paymentSecret = Self.paymentSecret
        configuration.bankAccount = account
        service = try ServiceRuntime.build(PortalService.definition(sending: sender), configuration)
        try await service.start()
        try await offer(tea, "TEA-100", price: Money(minor: 88_00))
        try await offer(pot, "POT-01", price: Money(minor: 265_49))
    }

    private func offer(_ product: ProductID, _ sku: String, price: Money) async throws {
        try await deliver(
            ProductChanged(
                productID: product, sku: sku, name: sku, nameZh: "", unit: .piece, listPrice: price,
                taxRate: ExactDecimal(millionths: 130_000), sold: true, inShop: true),
            to: keepProduct)
        try await deliver(AvailabilityChanged(productID: product, available: ExactDecimal(10)), to: keepAvailability)
    }

    /// Delivers an event of another service.
    func deliver<E: Event>(
        _ event: E, chain: UUID = UUID(),
        to handler: @escaping @Sendable (Incoming<E>, EventTransaction) async throws -> Void
    ) async throws {
        let envelope = envelope(of: event, chain: chain)
        try await service.context.transaction(chain: chain) { tx in
            try await handler(Incoming(event: event, envelope: envelope), tx)
        }
    }

    /// Has the history take envelopes that arrived together.
    func record(_ envelopes: [Envelope]) async throws {
        try await database.transaction { tx in try await recordChainEvents(envelopes, tx) }
    }

    func envelope(of event: some Event, chain: UUID, cause: UUID? = nil, by actor: Person? = nil) -> Envelope {
        let type = type(of: event)
        return Envelope(
            id: UUID.timeOrdered(), type: type.type, version: type.version, publisher: type.name.publisher,
            time: Date(), aggregateType: type.name.aggregateType, aggregateID: event.aggregate, label: event.label,
            sequence: 1, chain: chain, cause: cause, actor: actor?.actor, traceparent: nil)
    }

    /// The types of the events published about an aggregate, in order.
    func published(about aggregate: UUID) async throws -> [String] {
        try await database.all("select type from msg_event where aggregate_id = \(aggregate) order by sequence")
    }

    /// The value of a figure.
    func figure(_ key: String) async throws -> String? {
        let call = Call(
            person: nil, language: .en, service: service.context,
            request: ReceivedRequest(
                id: "test", method: "GET", path: "/", query: "", headers: [:], body: Data(), idempotencyKey: nil))
        return try await figures.first { $0.key == key }?.value(call)
    }
}
