import Foundation
import Kernel
import Logging
import Messaging
import Postgres
import Synchronization

/// The keys of machines in memory: a call with one asks the database nothing.
final class ApiKeys: Sendable {
    private struct State {
        var byHash: [String: ApiKey] = [:]
        var limits: [UUID: RateLimit] = [:]
        var noted: [UUID: ContinuousClock.Instant] = [:]
    }
    private let service: String
    private let state = Mutex(State())

    init(service: String) { self.service = service }

    func load(_ database: PostgresPool) async throws {
        let keys = try await database.all(
            """
            select key_id, name, key_hash, acts_for, acts_for_name, roles, services, expires_at, revoked, per_minute
            from rt_api_key where not revoked and expires_at > now()
            """, as: ApiKey.self)
        state.withLock { state in
            state.byHash = Dictionary(keys.map { ($0.keyHash, $0) }) { first, _ in first }
            let known = Set(keys.map(\.keyID))
            state.limits = state.limits.filter { known.contains($0.key) }
        }
    }

    /// Whom a key speaks for.
    /// - Throws: ``Problem`` 401 when it is not good, 403 when it is not for this service, 429 when it is used too often.
    func person(of key: String) throws -> Person {
        let hash = OneTimeToken.hash(of: key)
        return try state.withLock { state in
            guard let known = state.byHash[hash], known.expiresAt > Date() else { throw Problem.keyRefused }
            guard known.services.contains(service) else {
                throw Problem.forbidden("this key is for \(known.services.joined(separator: ", ")) only")
            }
            let wait = state.limits[known.keyID, default: RateLimit(perMinute: known.perMinute)].take()
            if let wait { throw Problem.tooManyCalls(known.perMinute, wait: Int(wait.rounded(.up))) }
            return known.person
        }
    }

    /// Notes that a key was used, once a minute at most, beside the call.
    func note(_ key: UUID, _ context: ServiceContext) {
        let isDue = state.withLock { state in
            if let last = state.noted[key], last.duration(to: .now) < .seconds(60) { return false }
            state.noted[key] = .now
            return true
        }
        guard isDue else { return }
        Task {
            do { try await noteInTransaction(key, context) } catch {
                context.logger.debug("the use of a key was not noted", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Of several replicas one tells it.
    func noteInTransaction(_ key: UUID, _ context: ServiceContext) async throws {
        try await context.transaction { tx in
            let now = Date()
            let changed = try await tx.execute(
                """
                update rt_api_key set last_used_at = \(now)
                where key_id = \(key) and (last_used_at is null or last_used_at < \(now)::timestamptz - interval '1 minute')
                """)
            if changed == 1 { context.publishKeyUse(key, now, tx) }
        }
    }
}

extension Problem {
    /// 401: the key is unknown, past its day or taken back.
    static let keyRefused = Problem(
        type: "api-key-refused", status: 401, title: "The key is not good",
        detail: "it is unknown, past its day, or was taken back: ask an administrator for another one")

    /// 429 with Retry-After: the key is used more often than it may be.
    static func tooManyCalls(_ most: Int, wait seconds: Int) -> Problem {
        Problem(
            type: "too-many-requests", status: 429, title: "Too many requests",
            detail: "this key may make \(most) calls a minute; wait \(seconds) seconds", retryAfter: seconds)
    }
}
