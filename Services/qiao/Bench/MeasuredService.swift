import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A service with one document and one command, with permission and audit or without.
struct MeasuredService: Sendable {
    enum Kind: String, CaseIterable {
        case guarded, open
    }

    private struct Refused: Error, CustomStringConvertible {
        let answer: InProcessAnswer
        var description: String { "the write was answered \(answer.status): \(answer.text)" }
    }

    private let assembly: ServiceAssembly
    private let token: String
    private let document = UUID()

    init(_ kind: Kind, on ground: Ground) async throws {
        try await ground.makeSchema(kind.rawValue)
        var configuration = ServiceConfiguration(
            databaseURL: ground.databaseURL, databaseSchema: ground.name(kind.rawValue), amqpURL: ground.brokerURL)
        configuration.isAudited = kind == .guarded
        assembly = try ServiceRuntime.build(Self.definition(kind), configuration, logger: ground.logger)
        try await assembly.start()
        let (manager, seller) = (UUID(), UUID())
        try await assembly.context.database.withConnection { connection in
            try await connection.script(Self.tables(watched: kind == .guarded))
        }
        try await assembly.context.database.execute(
            "insert into staff values (\(manager), null), (\(seller), \(manager))")
        try await assembly.context.database.execute("insert into document values (\(document), \(seller), 0)")
        token = try await assembly.token(
            for: Person(id: manager, name: "Measured", kind: .staff, roles: [.salesManager]))
    }

    private static func tables(watched: Bool) -> String {
        """
        create table staff (staff_id uuid primary key, manager_id uuid);
        create table document (document_id uuid primary key, owner_id uuid, total bigint not null);
        create table line (document_id uuid not null references document, at timestamptz not null default now(), what text);
        """ + (watched ? "select rt_watch('document', 'document_id')" : "")
    }

    /// Writes once.
    /// - Returns: the milliseconds it took.
    func write() async throws -> Double {
        let began = ContinuousClock.now
        let answer = await assembly.ask(
            "POST", "/\(Measured.name)/api/documents/\(document)/lines",
            headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": UUID().uuidString],
            body: #"{"what": "three more of the usual", "amount": 3}"#)
        let took = (ContinuousClock.now - began).inSeconds * 1000
        guard answer.status == 200 else { throw Refused(answer: answer) }
        return took
    }

    func close() async { await assembly.context.database.close() }
}

/// The measured service as a publisher.
private enum Measured: Publisher {
    static let name = AccountMoved.publisher
}

private struct AddLine: Codable, Sendable {
    let id: UUID
    let what: String
    let amount: Int64
}

private struct Total: Codable, Sendable {
    let id: UUID
    let total: Int64
}

extension MeasuredService {
    private static func definition(_ kind: Kind) -> ServiceDefinition {
        let isGuarded = kind == .guarded
        let route: Route = command(
            "documents/{id}/lines", "Add a line", isGuarded ? .roles(.sales, .salesManager) : .signedIn
        ) { (input: AddLine, call) in
            let visible = isGuarded ? try call.signedIn().reads("owner_id", [.salesManager: .subtree]) : "true"
            let total: Int64? = try await call.tx.first(
                "select total from document where document_id = \(input.id) and \(visible) for no key update")
            guard let total else { throw Problem.notFound("document", input.id) }
            call.tx.write("update document set total = \(total + input.amount) where document_id = \(input.id)")
            call.tx.write("insert into line (document_id, what) values (\(input.id), \(input.what))")
            call.tx.emit(AccountMoved(Int(total)))
            return Total(id: input.id, total: total + input.amount)
        }
        return ServiceDefinition(
            publisher: Measured.self, catalog: AccountMoved.catalog, resources: .main, routes: [route])
    }
}
