import EventContracts
import Foundation
import Kernel
@testable import Messaging
@testable import OAApp
import OADomain
import Postgres
@testable import ServiceRuntime
import TestSupport

/// oa-service on a schema of its own, with the people of the story: Joe reports to Ben, Ben to nobody; Fanny is HR.
struct Office: Sendable {
    let schema: TestSchema
    let service: ServiceAssembly
    let joe: Person, ben: Person, fanny: Person

    var database: PostgresPool { service.context.database }

    static func open(_ body: (Office) async throws -> Void) async throws {
        let schema = try await TestDatabase.make("oa")
        do {
            let office = try await Office(schema)
            do {
                try await body(office)
                await office.database.close()
            } catch {
                await office.database.close()
                throw error
            }
            try await schema.drop()
        } catch {
            try? await schema.drop()
            throw error
        }
    }

    /// A process of oa-service on the schema, not yet started.
    static func process(on schema: TestSchema, secretKeys: SecretKeys? = SecretKeys(key: 1)) throws -> ServiceAssembly {
        var configuration = ServiceConfiguration(
            databaseURL: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? "",
            databaseSchema: schema.name, amqpURL: "amqp://127.0.0.1:1/")
        configuration.administratorLogin = "administrator"
        configuration.administratorPassword = "a first password"
        configuration.secretKeys = secretKeys
        return try ServiceRuntime.build(OAService.definition(configuration), configuration)
    }

    private init(_ schema: TestSchema) async throws {
        self.schema = schema
        service = try Self.process(on: schema)
        try await service.start()
        let people = service.context
        try await SigningKeys.store(StoredSigningKey.make().published(), of: "portal", people.database)
        try await people.sessions.load()
        ben = try await Self.add("ben", "Ben", [.salesManager], reportingTo: nil, people)
        joe = try await Self.add("joe", "Joe", [.sales], reportingTo: ben, people)
        fanny = try await Self.add("fanny", "Fanny", [.hr], reportingTo: ben, people)
    }

    private static func add(
        _ login: String, _ name: String, _ roles: [Role], reportingTo manager: Person?, _ context: ServiceContext
    ) async throws -> Person {
        let member = Member(
            id: StaffID(), login: login, name: name, roles: roles, managerID: manager?.staffID, active: true)
        try await context.transaction { tx in
            guard try await insert(member, passwordHash: "none", tx) else {
                throw Problem.conflict("\(login) is there already")
            }
            tx.emit(member.changed)
        }
        return Person(id: member.id.rawValue, name: name, kind: .staff, roles: Set(roles))
    }

    /// Does a command as a person, in a transaction of its own.
    func act<In: Sendable, Out: Sendable>(
        _ person: Person, _ command: @escaping @Sendable (In, CommandCall) async throws -> Out, _ input: In
    ) async throws -> Out {
        let context = service.context
        return try await call(person).transaction { tx in
            try await command(
                input,
                CommandCall(person: person, language: .en, service: context, request: Self.request, tx: tx))
        }
    }

    /// Asks as a person.
    func call(_ person: Person) -> Call {
        Call(person: person, language: .en, service: service.context, request: Self.request)
    }

    private static let request = ReceivedRequest(
        id: "test", method: "POST", path: "/", query: "", headers: [:], body: Data(), idempotencyKey: nil)

    /// Delivers an event of another service.
    func deliver<E: Event>(
        _ event: E, to handler: @escaping @Sendable (Incoming<E>, EventTransaction) async throws -> Void
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
        try await database.all("select type from msg_event where aggregate_id = \(aggregate) order by sequence")
    }

    /// The to-dos of a person that are still open.
    func openTodos(of person: Person) async throws -> Int {
        try await database.one(
            """
            select count(*) from (
                select distinct on (aggregate_id) type, body::jsonb ->> 'assignee' as assignee from msg_event
                where type in ('oa.todo.opened', 'oa.todo.closed') order by aggregate_id, sequence desc
            ) as last where type = 'oa.todo.opened' and assignee = \(person.id.uuidString.lowercased())
            """, as: Int.self)
    }

    /// The value of a figure.
    func figure(_ key: String) async throws -> String? {
        try await figures.first { $0.key == key }?.value(call(ben))
    }
}

extension SecretKeys {
    /// Keys of one byte over and over, the one that encrypts first.
    init?(key bytes: UInt8...) {
        self.init(base64: bytes.map { Data(repeating: $0, count: 32).base64EncodedString() }.joined(separator: ","))
    }
}

extension Office {
    /// Of two weeks ago: what people did then can be recorded.
    static let monday = BusinessDate.today.adding(days: -13 - BusinessDate.today.weekday)

    /// Joe files a trip of three days from a Monday.
    func fileTrip(with companions: [Person] = [], from: BusinessDate = monday) async throws -> TripStanding {
        try await act(
            joe, OAApp.fileTrip,
            FileTrip(
                purpose: "Meet Ken", visitName: "Ken", from: from, to: from.adding(days: 2),
                companions: companions.map(\.staffID), budget: Money(minor: 300_000)))
    }

    /// Ben's task about a trip.
    func task(about trip: TripStanding) async throws -> TaskID { try await task(about: trip.id.rawValue) }

    /// Ben's task about a document.
    func task(about subject: UUID) async throws -> TaskID {
        let page = try await listTasks(TaskQuery(subjectID: subject), call(ben))
        guard let task = page.items.first else { throw Problem.notFound("task about", subject) }
        return task.taskID
    }

    func approve(_ trip: TripStanding) async throws {
        _ = try await act(ben, approveTask, ApproveTask(id: try await task(about: trip)))
    }

    func state(of trip: TripStanding) async throws -> TripState {
        try await tripDetails(TripPath(id: trip.id), call(joe)).state
    }

    /// What a person's three days from a Monday count as.
    func days(of person: Person, from: BusinessDate = monday) async throws -> [AttendanceStatus] {
        try await attendance(
            AttendanceQuery(staffID: person.staffID, from: from, to: from.adding(days: 2)), call(fanny)
        ).days.map(\.status)
    }
}
