import Crypto
import Foundation
import Kernel
import Messaging
import Postgres

/// One effect per `Idempotency-Key`: the key's row is the first thing a command writes, the answer and the entry in the
/// audit trail the last, in the command's own transaction. While the first call is under way a second one is told so at
/// once (409); a form waits for it instead and gets its answer, for a person who clicked twice wants the page, not an
/// error.
enum Idempotency {
    /// How long an answer is kept.
    static let kept = Duration.seconds(24 * 3600)

    private struct Stored: Decodable, Sendable {
        let requestHash: String
        let status: Int?
        let body: String?
    }

    /// Runs `effect` once and stores its answer, or gives the stored answer.
    /// - Throws: ``Problem`` 400 without a key, 409 when the first call is still under way, 422 when
    ///   the key stood for something else.
    static func once<Out: Codable & Sendable>(
        _ input: InputValue, _ call: Call, _ route: AuditedRoute, status: Int, _ type: Out.Type,
        _ effect: @escaping @Sendable (EventTransaction) async throws -> Out
    ) async throws -> RouteAnswer {
        let key = try key(of: call)
        let person = call.person?.actor ?? "anyone"
        let hash = fingerprint(input, call)
        let configuration = call.service.configuration
        let entryID = UUID.timeOrdered()
        do {
            return try await call.transaction { tx in
                let stored = try await claim(key, person, call, hash, entryID, tx)
                if let stored { return try replay(stored, hash, type, configuration) }
                let out = try await effect(tx)
                let answer = try RouteAnswer(status: status, out, configuration)
                let entry = AuditEntry(
                    id: entryID, kind: .change, person: call.person, action: route.action,
                    document: route.document(answer: answer.body), input: input, request: call.request)
                store(answer, key, person, configuration.isAudited ? entry : nil, tx)
                tx.afterCommit { call.service.audit.ring() }
                return answer
            }
        } catch let error as PostgresError where error.sqlState == "55P03" {
            throw inProgress
        }
    }

    private static let inProgress = Problem(
        type: "in-progress", status: 409, title: "The first call with this key is still under way",
        detail: "send it again in a moment, with the same key, for the answer", retryAfter: 1)

    /// The caller's key. A form's is its page's key with the path: several forms of a page share the page's key.
    private static func key(of call: Call) throws -> String {
        guard let key = call.request.idempotencyKey, !key.isEmpty else {
            throw Problem(
                type: "idempotency-key-missing", status: 400, title: "An Idempotency-Key is needed",
                detail: "send the header Idempotency-Key with a new UUID for each intended effect")
        }
        guard key.utf8.count <= 200 else { throw Problem.badRequest("the Idempotency-Key is longer than 200 bytes") }
        return key
    }

    private static func fingerprint(_ input: InputValue, _ call: Call) -> String {
        let text = "\(call.request.method) \(call.request.path)\n\(input.canonical)"
        return Data(SHA256.hash(data: Data(text.utf8))).base64URL
    }

    /// Takes the key, if nobody is taking it now. The lock is the key's, so that nobody waits on the unfinished row. What
    /// the transaction does to watched tables from here on belongs to the audit entry.
    /// - Returns: what is stored when it was taken before.
    private static func claim(
        _ key: String, _ person: String, _ call: Call, _ hash: String, _ entry: UUID, _ tx: EventTransaction
    ) async throws -> Stored? {
        let route = "\(call.request.method) \(call.request.path)"
        let taken = try await tx.execute(
            """
            insert into rt_idempotency (person, key, route, request_hash, entry_id)
            select \(person)::text, \(key)::text, \(route)::text, \(hash)::text,
                set_config('qiao.audit', \(entry)::text, true)::uuid
            where \(call.request.isForm)::boolean
                or pg_try_advisory_xact_lock(hashtextextended('idempotency ' || \(person)::text || ' ' || \(key)::text, 0))
            on conflict (person, key) do nothing
            """)
        guard taken == 0 else { return nil }
        let query: SQL = """
            select request_hash, status, body from rt_idempotency where person = \(person) and key = \(key)
            """
        guard let stored: Stored = try await tx.first(query) else { throw inProgress }
        return stored
    }

    private static func replay<Out: Codable & Sendable>(
        _ stored: Stored, _ hash: String, _ type: Out.Type, _ configuration: ServiceConfiguration
    ) throws -> RouteAnswer {
        guard stored.requestHash == hash, let status = stored.status, let text = stored.body else {
            throw Problem(
                type: "idempotency-key-reused", status: 422, title: "The Idempotency-Key stood for another request",
                detail: "a new request needs a new key")
        }
        let body = Data(text.utf8)
        return RouteAnswer(
            status: status, body: body, of: try WireJSON.decode(type, from: body), configuration)
    }

    /// Writes the answer and the audit entry, in one statement.
    private static func store(
        _ answer: RouteAnswer, _ key: String, _ person: String, _ entry: AuditEntry?, _ tx: EventTransaction
    ) {
        let writing: SQL = entry.map { "with entry as (\($0.insertion)) " } ?? ""
        tx.write(
            """
            \(writing)update rt_idempotency set status = \(answer.status), body = \(String(decoding: answer.body, as: UTF8.self))
            where person = \(person) and key = \(key)
            """)
    }

    /// Forgets answers older than they are kept.
    static func clean(_ database: PostgresPool) async throws {
        try await database.execute("delete from rt_idempotency where created_at < now() - interval '24 hours'")
    }
}
