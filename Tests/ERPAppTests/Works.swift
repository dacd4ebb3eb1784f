import EventContracts
import Foundation
import Kernel
import Postgres
import TestSupport

@testable import ERPApp
@testable import Messaging
@testable import ServiceRuntime

/// erp-service on a schema of its own, and one person who may do everything there.
struct Works: Sendable {
    let service: ServiceAssembly
    let anna = Person(id: UUID(), name: "Anna", kind: .staff, roles: [.administrator])
    /// Another one, for what nobody does alone.
    let fred = Person(id: UUID(), name: "Fred", kind: .staff, roles: [.finance])

    var database: PostgresPool { service.context.database }

    static func open(_ body: (Works) async throws -> Void) async throws {
        let schema = try await TestDatabase.make("erp")
        do {
            let works = try await Works(schema)
            do {
                try await body(works)
                await works.database.close()
            } catch {
                await works.database.close()
                throw error
            }
            try await schema.drop()
        } catch {
            try? await schema.drop()
            throw error
        }
    }

    private init(_ schema: TestSchema) async throws {
        let configuration = ServiceConfiguration(
            databaseURL: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? "",
            databaseSchema: schema.name, amqpURL: "amqp://127.0.0.1:1/")
        service = try ServiceRuntime.build(ERPService.definition(configuration), configuration)
        try await service.start()
    }

    /// Does a command in a transaction of its own.
    func act<In: Sendable, Out: Sendable>(
        _ command: @escaping @Sendable (In, CommandCall) async throws -> Out, _ input: In, by other: Person? = nil
    ) async throws -> Out {
        let (context, person) = (service.context, other ?? anna)
        return try await call(by: person).transaction { tx in
            try await command(
                input,
                CommandCall(person: person, language: .en, service: context, request: Self.request, tx: tx))
        }
    }

    var call: Call { call(by: anna) }

    private func call(by person: Person) -> Call {
        Call(person: person, language: .en, service: service.context, request: Self.request)
    }

    private static let request = ReceivedRequest(
        id: "test", method: "POST", path: "/", query: "", headers: [:], body: Data(), idempotencyKey: nil)

    /// Delivers an event of another service.
    func deliver<E: Event>(
        _ event: E, _ handler: @escaping @Sendable (Incoming<E>, EventTransaction) async throws -> Void
    ) async throws {
        let envelope = Envelope(
            id: UUID(), type: E.type, version: E.version, publisher: E.name.publisher, time: Date(),
            aggregateType: E.name.aggregateType, aggregateID: event.aggregate, label: nil, sequence: 1, chain: UUID(),
            cause: nil, actor: nil, traceparent: nil)
        try await service.context.transaction(chain: envelope.chain) { tx in
            try await handler(Incoming(event: event, envelope: envelope), tx)
        }
    }

    /// The types of the events published about an aggregate, in order.
    func published(about aggregate: UUID) async throws -> [String] {
        try await database.all(
            "select type from msg_event where aggregate_id = \(aggregate) order by aggregate_type, sequence")
    }

    /// How many to-dos of a kind are open.
    func open(_ todo: Todo, for document: UUID) async throws -> Bool {
        try await database.one("select count(*) from open_todo where todo_id = \(todo.id(document))", as: Int.self) == 1
    }

    /// The value of a figure.
    func figure(_ key: String) async throws -> String? {
        try await figures.first { $0.key == key }?.value(call)
    }

    /// The checks of ERP with itself that are not 0.
    func faults() async throws -> [String] {
        var faults: [String] = []
        for check in figures where check.key.hasPrefix("erp.check.") {
            let value = try await check.value(call)
            if value != "0" { faults.append("\(check.key) = \(value)") }
        }
        return faults
    }
}
