import AsyncHTTPClient
import EventContracts
import Foundation
import Kernel
import Logging
import Messaging
import NIOCore
import NIOHTTP1
import Postgres
import ServiceRuntime

/// A service with one document and one command.
struct MeasuredService: Sendable {
    enum Kind: String, CaseIterable {
        /// As the services are: with permission check and audit trail, and the command emits an event.
        case guarded
        /// Without permission check and audit trail.
        case open
        /// As ``guarded``, without the event.
        case silent
    }

    private struct Refused: Error, CustomStringConvertible {
        let status: UInt
        let text: String
        var description: String { "the write was answered \(status): \(text)" }
    }

    private let assembly: ServiceAssembly
    private let server: Task<Void, any Error>
    private let port: Int
    private let token: String
    private let document = UUID()

    init(_ kind: Kind, on ground: Ground) async throws {
        try await ground.makeSchema(kind.rawValue)
        var configuration = ServiceConfiguration(
            databaseURL: ground.databaseURL, databaseSchema: ground.name(kind.rawValue), amqpURL: ground.brokerURL)
        configuration.isAudited = kind != .open
        configuration.httpPort = 0
        var logger = ground.logger
        // It is stopped while the caller's connection is still open, which is said to be an error.
        logger.logLevel = .critical
        assembly = try ServiceRuntime.build(Self.definition(kind), configuration, logger: logger)
        try await assembly.start()
        let (manager, seller) = (UUID(), UUID())
        try await assembly.context.database.withConnection { connection in
            try await connection.script(Self.tables(watched: kind != .open))
        }
        try await assembly.context.database.execute(
            "insert into staff values (\(manager), null), (\(seller), \(manager))")
        try await assembly.context.database.execute("insert into document values (\(document), \(seller), 0)")
        token = try await assembly.token(
            for: Person(id: manager, name: "Measured", kind: .staff, roles: [.salesManager]))
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        server = Task { [assembly] in
            defer { opened.finish() }
            try await assembly.serve { opened.yield($0) }
        }
        var port: Int?
        for await opened in ports {
            port = opened
            break
        }
        guard let port else {
            try await server.value
            throw CancellationError()
        }
        self.port = port
    }

    private static func tables(watched: Bool) -> String {
        """
        create table staff (staff_id uuid primary key, manager_id uuid);
        select rt_keep_lines();
        create table document (document_id uuid primary key, owner_id uuid, total bigint not null);
        create table line (document_id uuid not null references document, at timestamptz not null default now(), what text);
        """ + (watched ? "select rt_watch('document', 'document_id')" : "")
    }

    private static let lines = #"""
        {"lines": [{"what": "three of the usual", "amount": 3}, {"what": "one to try", "amount": 1},
            {"what": "carriage", "amount": 12}]}
        """#

    /// Writes once.
    /// - Returns: the milliseconds it took.
    func write() async throws -> Double {
        let began = ContinuousClock.now
        var request = HTTPClientRequest(
            url: "http://127.0.0.1:\(port)/\(Measured.name)/api/documents/\(document)/lines")
        request.method = .POST
        request.headers.add(contentsOf: [
            ("Authorization", "Bearer \(token)"), ("Idempotency-Key", UUID().uuidString),
            ("Content-Type", "application/json"),
        ])
        request.body = .bytes(ByteBuffer(string: Self.lines))
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await answer.body.collect(upTo: 65_536)
        let took = (ContinuousClock.now - began).inSeconds * 1000
        guard answer.status == .ok else { throw Refused(status: answer.status.code, text: String(buffer: body)) }
        return took
    }

    /// So many writes of each in turn.
    /// - Returns: the medians in milliseconds.
    static func turns(_ a: Self, _ b: Self, _ count: Int) async throws -> (Double, Double) {
        var (first, second) = ([Double](), [Double]())
        for number in 0..<count {
            for isFirst in number % 2 == 0 ? [true, false] : [false, true] {
                let took = try await (isFirst ? a : b).write()
                if isFirst { first.append(took) } else { second.append(took) }
            }
        }
        return (first.median, second.median)
    }

    func close() async {
        server.cancel()
        _ = await server.result
        await assembly.context.database.close()
    }
}

/// The measured service as a publisher.
private enum Measured: Publisher {
    static let name = AccountMoved.publisher
}

private struct AddLines: Codable, Sendable {
    struct Line: Codable, Sendable {
        let what: String
        let amount: Int64
    }
    let id: UUID
    let lines: [Line]
}

private struct Total: Codable, Sendable {
    let id: UUID
    let total: Int64
}

extension MeasuredService {
    private static func definition(_ kind: Kind) -> ServiceDefinition {
        let isGuarded = kind != .open
        let route: Route = command(
            "documents/{id}/lines", "Add lines", isGuarded ? .roles(.sales, .salesManager) : .signedIn
        ) { (input: AddLines, call) in
            let visible = isGuarded ? try call.signedIn().reads("owner_id", [.salesManager: .subtree]) : "true"
            let total: Int64? = try await call.tx.first(
                "select total from document where document_id = \(input.id) and \(visible) for no key update")
            guard let total else { throw Problem.notFound("document", input.id) }
            let sum = input.lines.reduce(total) { $0 + $1.amount }
            call.tx.write("update document set total = \(sum) where document_id = \(input.id)")
            for line in input.lines {
                call.tx.write("insert into line (document_id, what) values (\(input.id), \(line.what))")
            }
            if kind != .silent { call.tx.emit(AccountMoved(Int(total))) }
            return Total(id: input.id, total: sum)
        }
        return ServiceDefinition(
            publisher: Measured.self, catalog: AccountMoved.catalog, resources: .main, routes: [route])
    }
}
