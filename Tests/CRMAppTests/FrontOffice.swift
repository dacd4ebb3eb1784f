import CRMEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Logging
import OAEvents
import Postgres
import TestSupport

@testable import CRMApp
@testable import Messaging
@testable import ServiceRuntime

/// crm-service on a schema of its own, without a broker: routes are called as HTTP would call them, events are handed to
/// the handlers that would get them, and what is emitted is read from the outbox.
struct FrontOffice: Sendable {
    let service: ServiceAssembly
    let joe = Person(id: UUID(), name: "Joe", kind: .staff, roles: [.sales])
    let ben = Person(id: UUID(), name: "Ben", kind: .staff, roles: [.salesManager])
    let anna = Person(id: UUID(), name: "Anna", kind: .staff, roles: [.finance])
    var database: PostgresPool { service.context.database }

    static func open(_ body: (FrontOffice) async throws -> Void) async throws {
        try await TestDatabase.withSchema("crm") { pool in
            var configuration = ServiceConfiguration(
                databaseURL: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? "",
                databaseSchema: try await pool.one("select current_schema()::text", as: String.self),
                amqpURL: "amqp://guest:guest@127.0.0.1:1/%2F")
            configuration.logLevel = .error
            let service = try ServiceRuntime.build(CRMService.definition(configuration), configuration)
            do {
                try await service.start()
                let office = FrontOffice(service: service)
                try await office.hire(office.ben, under: nil)
                try await office.hire(office.joe, under: office.ben)
                try await body(office)
            } catch {
                await service.context.database.close()
                throw error
            }
            await service.context.database.close()
        }
    }

    /// OA says who somebody is and whom they report to.
    func hire(_ person: Person, under superior: Person?) async throws {
        try await deliver(
            StaffChanged(
                staffID: person.staffID, login: person.name.lowercased(), name: person.name,
                roles: person.roles.sorted { $0.rawValue < $1.rawValue }, managerID: superior?.staffID, active: true),
            staffChanged)
    }

    /// Posts to the API as the person, with a key of its own.
    func call(_ path: String, _ input: [String: JSONValue] = [:], as person: Person) async throws -> JSONValue {
        try await answer(.post, path, input, person)
    }

    /// Reads from the API as the person.
    func read(_ path: String, _ input: [String: JSONValue] = [:], as person: Person) async throws -> JSONValue {
        try await answer(.get, path, input, person)
    }

    private func answer(
        _ method: Method, _ path: String, _ input: [String: JSONValue], _ person: Person
    ) async throws -> JSONValue {
        guard let route = routes.first(where: { $0.method == method && $0.path == path && !$0.isPage }) else {
            throw Missing(what: "\(method) \(path)")
        }
        try route.access.check(person)
        let result = try await route.perform(InputValue(.object(input)), context(of: person, method, path))
        guard case .data(let answer) = result else { throw Missing(what: "an answer of \(path)") }
        return try JSONDecoder().decode(JSONValue.self, from: answer.body)
    }

    /// Shows a page as the person sees it.
    func page(
        _ path: String, _ input: [String: JSONValue] = [:], as person: Person, _ language: Language = .en
    ) async throws -> String {
        guard let route = routes.first(where: { $0.path == path && $0.isPage }),
            case .page(let template, let title) = route.kind
        else { throw Missing(what: "the page \(path)") }
        try route.access.check(person)
        let call = context(of: person, .get, path, language)
        guard case .view(let view) = try await route.perform(InputValue(.object(input)), call) else {
            throw Missing(what: "a view of \(path)")
        }
        return try service.context.pages.render(view, template: template, title: title, call)
    }

    private func context(
        of person: Person, _ method: Method, _ path: String, _ language: Language = .en
    ) -> Call {
        var request = ReceivedRequest(
            id: "test", method: method.rawValue, path: "/crm/\(path)", query: "", headers: [:], body: Data())
        request.idempotencyKey = UUID().uuidString
        return Call(person: person, language: language, service: service.context, request: request)
    }

    /// Hands an event to its handler in a transaction, as the lane would.
    func deliver<E: Event>(
        _ event: E, chain: UUID = UUID.timeOrdered(),
        _ handler: @escaping @Sendable (Incoming<E>, EventTransaction) async throws -> Void
    ) async throws {
        let envelope = Envelope(
            id: UUID.timeOrdered(), type: E.type, version: E.version, publisher: E.name.publisher, time: Date(),
            aggregateType: E.name.aggregateType, aggregateID: event.aggregate, label: event.label, sequence: 1,
            chain: chain, cause: nil, actor: E.name.publisher, traceparent: nil)
        try await service.context.messaging.transaction(Origin(of: envelope, service: "crm")) { tx in
            try await handler(Incoming(event: event, envelope: envelope), tx)
        }
    }

    /// What was emitted of a type, in order.
    func emitted<E: Event>(_ type: E.Type) async throws -> [E] {
        let bodies = try await database.all(
            "select body from msg_event where type = \(E.type) order by id", as: String.self)
        return try bodies.map { try WireJSON.decode(E.self, from: Data($0.utf8)) }
    }

    func chains(of type: String) async throws -> [UUID] {
        try await database.all("select chain from msg_event where type = \(type) order by id")
    }

    struct Missing: Error {
        let what: String
    }
}

extension JSONValue {
    /// The text of a member; empty when it has none.
    func text(_ member: String) -> String { self[member]?.text ?? "" }
}
