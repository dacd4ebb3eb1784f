import EventContracts
import Foundation
import Kernel
import Postgres
import Synchronization

/// A database transaction in which events can be emitted: state and events commit together or not at all.
public final class EventTransaction: PostgresExecutor, Sendable {
    /// What an emitted event looks like before it has a number.
    struct Emitted: Sendable {
        let id: UUID
        let name: EventName
        let aggregate: UUID
        let label: String?
        let chain: UUID
        let cause: UUID?
        let actor: String?
        let traceparent: String?
        let body: String
    }

    private struct State: Sendable {
        var chain: UUID
        var emitted: [Emitted] = []
        var failure: (any Error)?
    }

    private let transaction: PostgresTransaction
    private let state: Mutex<State>
    /// The event that is being handled; nil when a person or a clock acts.
    public let cause: UUID?
    /// Who acts: a staff or shopper id, or the name of the service.
    public let actor: String?
    let traceparent: String?

    init(_ transaction: PostgresTransaction, origin: Origin) {
        self.transaction = transaction
        cause = origin.cause
        actor = origin.actor
        traceparent = origin.traceparent
        state = Mutex(State(chain: origin.chain ?? UUID.timeOrdered()))
    }

    /// The business transaction that everything emitted here belongs to.
    public var chain: UUID { state.withLock { $0.chain } }

    /// Continues the chain of the document at hand, instead of beginning a new one.
    public func join(chain: UUID) { state.withLock { $0.chain = chain } }

    /// Queues an event; it is numbered and written just before COMMIT, in the order of the calls.
    public func emit(_ event: some Event) { emit(event, chain: chain) }

    /// Queues an event that belongs to another chain than the transaction's.
    public func emit<E: Event>(_ event: E, chain: UUID) {
        do {
            let body = String(decoding: try WireJSON.encode(event), as: UTF8.self)
            let emitted = Emitted(
                id: UUID.timeOrdered(), name: E.name, aggregate: event.aggregate, label: event.label, chain: chain,
                cause: cause, actor: actor, traceparent: traceparent, body: body)
            state.withLock { $0.emitted.append(emitted) }
        } catch {
            state.withLock { $0.failure = error }
        }
    }

    public func query(_ sql: SQL) async throws -> PostgresResult { try await transaction.query(sql) }

    /// Adds a statement whose answer nobody needs: it goes, in its place, with the next one or with COMMIT.
    public func write(_ sql: SQL) { transaction.write(sql) }

    /// Adds what is done, in this process, once the transaction is known to be committed.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) { transaction.afterCommit(action) }

    /// Runs `body` so that its failure undoes only what it did, not the whole transaction.
    public func savepoint<T: Sendable>(_ body: @Sendable (EventTransaction) async throws -> T) async throws -> T {
        let before = state.withLock { $0.emitted.count }
        do {
            return try await transaction.savepoint { _ in try await body(self) }
        } catch {
            state.withLock { $0.emitted.removeSubrange(before...) }
            throw error
        }
    }

    /// What was emitted so far.
    /// - Throws: what went wrong when an event was put into JSON.
    func emitted() throws -> [Emitted] {
        let (emitted, failure) = state.withLock { ($0.emitted, $0.failure) }
        if let failure { throw failure }
        return emitted
    }
}

/// Where a transaction comes from: what its events say of their chain, cause and actor.
public struct Origin: Sendable {
    public var chain: UUID?
    public var cause: UUID?
    public var actor: String?
    public var traceparent: String?

    public init(chain: UUID? = nil, cause: UUID? = nil, actor: String? = nil, traceparent: String? = nil) {
        self.chain = chain
        self.cause = cause
        self.actor = actor
        self.traceparent = traceparent
    }

    /// What an event leads to belongs to its chain.
    init(of envelope: Envelope, service: String) {
        self.init(chain: envelope.chain, cause: envelope.id, actor: service, traceparent: envelope.traceparent)
    }
}
