import EventContracts
import Foundation
import Kernel
import Postgres
import Testing

@testable import Messaging
@testable import ServiceRuntime

/// Who signs staff in, as a service hears of it.
private enum Front: Publisher {
    static let name = "oa"
}

/// What a service does with the keys and revocations of another.
@Suite struct TrustTests {
    @Test func aServiceIsReadyOnceItKnowsAKeyOfEveryIssuer() async throws {
        try await NotesHouse.with(listening: sessions(of: Front.self)) { house async throws in
            let key = StoredSigningKey.make()
            let token = try await SessionIssuer(service: "oa", keys: [key]).issue(house.anna, for: .hours(1))
            try await house.assembly.context.database.execute("delete from rt_signing_key")
            try await house.assembly.context.sessions.load()
            let waiting = await house.assembly.ask("GET", "/health/ready")
            #expect(waiting.status == 503)
            #expect(waiting.text.contains("signing key of oa"))
            let early = await house.assembly.ask(
                "GET", "/notes/api/notes", headers: ["Authorization": "Bearer \(token)"])
            #expect(early.status == 503, "not 401: the token may be a good one")
            #expect(early.header("retry-after") == "1")
            #expect(await house.assembly.ask("GET", "/notes/api/open").status == 200, "strangers are served")

            let published = try key.published()
            try await house.hear(
                SigningKeyPublished<Front>(
                    keyID: published.id, publicKey: published.publicKey, validUntil: published.validUntil))
            await house.assembly.context.sessions.forgetWhenRead()
            #expect(await house.assembly.ask("GET", "/health/ready").status == 200)
            let answer = await house.assembly.ask(
                "GET", "/notes/api/notes", headers: ["Authorization": "Bearer \(token)"])
            #expect(answer.status == 200)
        }
    }

    @Test func whatWasRevokedIsRefusedByEveryReplicaAtOnceAndAfterARestart() async throws {
        try await NotesHouse.with(listening: sessions(of: Front.self)) { house async throws in
            let other = try house.replica()
            try await other.start()
            let news = Task { await SessionNewsService(context: other.context).run() }
            func status(_ assembly: ServiceAssembly) async -> Int {
                await assembly.ask("GET", "/notes/api/notes", headers: house.bearer).status
            }
            #expect(await status(house.assembly) == 200)
            #expect(await status(other) == 200)
            let listening = try await house.isListening()
            #expect(listening)

            try await house.hear(SessionRevoked<Front>(personID: house.anna.id, issuedBefore: Date()))
            let heard = ContinuousClock.now
            while await status(other) == 200, heard.duration(to: .now) < .seconds(10) { await Task.yield() }
            #expect(await status(other) == 401)
            #expect(heard.duration(to: .now) < .seconds(1))
            news.cancel()
            await news.value
            let restarted = try house.replica()
            try await restarted.start()
            let refused = await restarted.ask("GET", "/notes/api/notes", headers: house.bearer)
            #expect(refused.status == 401)
            #expect(try refused.json(as: ProblemBody.self).type == "urn:qiao:problem:session-revoked")
            for assembly in [other, restarted] { await assembly.context.database.close() }
        }
    }

    @Test func aRevocationIsAboutWhatWasIssuedBeforeItAndOfThatIssuerOnly() {
        let revocations = Revocations()
        let now = Date().wholeMilliseconds
        let anna = Person(id: UUID(), name: "Anna", kind: .staff, sessionID: UUID())
        func isHeld(_ issuer: String, _ issuedAt: Date) -> Bool {
            revocations.hold(SessionClaims(anna, issuer: issuer, issuedAt: issuedAt, expiresAt: now + 900))
        }
        revocations.add(Revocation(service: "oa", subject: anna.id, issuedBefore: now))
        #expect(isHeld("oa", now - 1) && isHeld("oa", now))
        #expect(!isHeld("oa", now + 0.001))
        #expect(!isHeld("portal", now - 1), "the shop cannot sign staff out")
        revocations.add(Revocation(service: "oa", subject: anna.id, issuedBefore: now - 60))
        #expect(isHeld("oa", now), "an older one takes nothing back")
    }
}

extension NotesHouse {
    /// Delivers an event of another service to whoever listens.
    fileprivate func hear<E: Event>(_ event: E) async throws {
        let envelope = Envelope(
            id: UUID(), type: E.type, version: E.version, publisher: E.name.publisher, time: Date(),
            aggregateType: E.name.aggregateType, aggregateID: event.aggregate, label: nil, sequence: 1, chain: UUID(),
            cause: nil, actor: nil, traceparent: nil)
        let arrival = Arrival(envelope: envelope, body: Array(try WireJSON.encode(event)))
        for subscription in assembly.definition.subscriptions where subscription.name == E.name {
            guard case .one(let work) = subscription.work else { continue }
            try await assembly.context.transaction { try await work(arrival, $0) }
        }
    }

    /// Another process of the same service.
    fileprivate func replica() throws -> ServiceAssembly {
        try ServiceRuntime.build(assembly.definition, assembly.configuration)
    }

    /// Waits until a replica listens to what others tell.
    fileprivate func isListening() async throws -> Bool {
        let query: SQL = """
            select exists (select from pg_stat_activity where query like 'listen %qiao_sessions_'
                || current_schema() || '%')
            """
        for _ in 0..<1000 {
            if try await assembly.context.database.one(query, as: Bool.self) { return true }
        }
        return false
    }
}
