import Foundation
import Kernel
import Messaging

/// What operators see and do, at `<prefix>/ops`; `qiao` and the console call these.
enum OpsRoutes {
    private static let operators = Access.roles(.operator)

    static func routes(_ definition: ServiceDefinition) -> [Route] {
        [
            query("queues", "How full the queues and tables of the event core are", operators) {
                (_: NoInput, call) in try await call.service.messaging.queues()
            },
            query("parked", "Messages that need an operator", operators) { (_: NoInput, call) in
                ParkedList(parked: try await call.service.messaging.parked())
            },
            action(.post, "parked/{id}/replay", "Try a parked message again", operators) { input, call in
                try await replay(input, call)
            },
            action(.post, "parked/{id}/discard", "Give a parked message up, with the reason", operators) {
                input, call in
                try await discard(input, call)
            },
            query("heads", "What was published, summed up per aggregate type and partition", operators) {
                (_: NoInput, call) in DigestList(digests: try await call.service.messaging.headsDigest())
            },
            query("positions", "What was applied, summed up per aggregate type and partition", operators) {
                (_: NoInput, call) in
                PositionList(
                    follows: call.service.messaging.topology.follows,
                    digests: try await call.service.messaging.positionsDigest())
            },
            query("streams", "The streams of one aggregate type and partition", operators) {
                (input: StreamsQuery, call) in
                StreamList(
                    streams: try await call.service.messaging.streams(
                        published: input.published, type: input.type, part: input.part))
            },
            query("incomplete", "Streams whose log lacks events", operators) { (_: NoInput, call) in
                StreamList(streams: try await call.service.messaging.incompleteStreams())
            },
            query("figures", "The service's figures, for comparison with other services", operators) {
                (_: NoInput, call) in try await figures(definition.figures, call)
            },
            action(.post, "signing-keys", "Make a new signing key, and withdraw the old ones if asked", operators) {
                (input: NewKey, call) in try await rotate(input, definition, call)
            },
            query("access", "Every route and who may use it", operators) { (_: NoInput, _) in
                AccessTable(definition)
            },
        ] + AuditRoutes.all
    }

    private struct ParkedList: Codable, Sendable { let parked: [ParkedMessage] }
    private struct DigestList: Codable, Sendable { let digests: [StreamDigest] }
    private struct PositionList: Codable, Sendable {
        /// The aggregate types that the service is bound to.
        let follows: [String]
        let digests: [StreamDigest]
    }
    private struct StreamList: Codable, Sendable { let streams: [StreamPosition] }

    private struct StreamsQuery: Codable, Sendable {
        let published: Bool
        let type: String
        let part: Int
    }
    private struct Parked: Codable, Sendable { let id: Int64 }
    private struct Discard: Codable, Sendable {
        let id: Int64
        let reason: String
    }

    private static func replay(_ input: Parked, _ call: Call) async throws -> Done {
        let done = try await call.service.messaging.replay(input.id, by: try call.signedIn().actor)
        guard done else { throw Problem.notFound("replayable message", input.id) }
        return Done()
    }

    private static func discard(_ input: Discard, _ call: Call) async throws -> Done {
        guard !input.reason.trimmed.isEmpty else { throw Problem.invalid(field: "reason", "says why") }
        let done = try await call.service.messaging.discard(
            input.id, by: try call.signedIn().actor, reason: input.reason)
        guard done else { throw Problem.notFound("parked message", input.id) }
        return Done()
    }

    private struct NewKey: Codable, Sendable {
        /// The old ones verify nothing any more: for when a secret may be known to somebody.
        let withdraw: Bool?
    }
    private struct MadeKey: Codable, Sendable {
        let keyID: UUID
        let signsFrom: Date
    }

    private static func rotate(_ input: NewKey, _ definition: ServiceDefinition, _ call: Call) async throws -> MadeKey {
        guard definition.people != nil else {
            throw Problem.conflict("nobody signs in at \(definition.name)-service: oa and portal have keys")
        }
        let key = try await SigningKeys.rotate(
            definition, call.service, by: try call.signedIn(), withdrawing: input.withdraw ?? false)
        return MadeKey(keyID: key.id, signsFrom: key.signsFrom)
    }

    private static func figures(_ figures: [Figure], _ call: Call) async throws -> FigureList {
        var entries: [FigureList.Entry] = []
        for figure in figures {
            entries.append(.init(key: figure.key, value: try await figure.value(call)))
        }
        return FigureList(figures: entries)
    }
}
