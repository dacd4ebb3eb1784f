import EventContracts
import Foundation
import Kernel
import Postgres
import Testing

@testable import Messaging
@testable import ServiceRuntime

/// Keys of machines, as a service takes them.
@Suite struct ApiKeyTests {
    @Test func aKeyActsInItsOwnersNameWithItsRolesWhereItIsFor() async throws {
        try await NotesHouse.with { house async throws in
            let machine = try await house.key(roles: [.finance], services: ["notes"])
            #expect(await house.status("/notes/api/secrets", machine) == 200)
            let who = await house.ask("/notes/api/open", machine)
            #expect(try who.json(as: WhoAmI.self).name == "Anna")
            let other = try await house.key(roles: [.sales], services: ["notes"])
            #expect(await house.status("/notes/api/secrets", other) == 403)
            let elsewhere = try await house.key(roles: [.finance], services: ["crm", "erp"])
            let refused = await house.ask("/notes/api/secrets", elsewhere)
            #expect(refused.status == 403 && refused.text.contains("crm, erp"))
        }
    }

    @Test func aKeyEndsWithItsDayOrWhenItIsTakenBack() async throws {
        try await NotesHouse.with { house async throws in
            let over = try await house.key(expiresAt: Date(timeIntervalSinceNow: -1))
            let taken = try await house.key(revoked: true)
            for key in [over, taken, "qk_made-up", "qk_"] {
                let answer = await house.ask("/notes/api/open", key)
                #expect(answer.status == 401)
                #expect(try answer.json(as: ProblemBody.self).type == "urn:qiao:problem:api-key-refused")
            }
        }
    }

    @Test func aKeyIsUsedSoOftenAndItsUseIsNotedOnceAMinute() async throws {
        try await NotesHouse.with { house async throws in
            let key = try await house.key(perMinute: 5)
            var statuses: [Int] = []
            for _ in 0..<7 { statuses.append(await house.status("/notes/api/open", key)) }
            #expect(statuses == [200, 200, 200, 200, 200, 429, 429])
            let wait = await house.ask("/notes/api/open", key).header("retry-after")
            #expect(wait == "12")
            let context = house.assembly.context
            let id: UUID = try await context.database.one("select key_id from rt_api_key")
            for _ in 0..<3 { try await context.apiKeys.noteInTransaction(id, context) }
            let notes: Int = try await context.database.one(
                "select count(*) from msg_event where type = 'notes.key-use.noted'")
            #expect(notes == 1)
        }
    }

    @Test func aBucketFillsAgainAtItsRate() {
        let start = ContinuousClock.now
        var limit = RateLimit(perMinute: 60, now: start)
        for _ in 0..<60 { #expect(limit.take(now: start) == nil) }
        #expect(limit.take(now: start) == 1)
        #expect(limit.take(now: start + .milliseconds(1100)) == nil)
        #expect(limit.take(now: start + .milliseconds(1200)) != nil)
        for _ in 0..<60 { #expect(limit.take(now: start + .seconds(3600)) == nil, "never more than a minute's") }
        #expect(limit.take(now: start + .seconds(3600)) != nil)
    }
}

private enum Front: Publisher {
    static let name = "oa"
}

extension NotesHouse {
    /// A key as the service hears of it.
    fileprivate func key(
        roles: [Role] = [.sales], services: [String] = ["notes"], expiresAt: Date = Date(timeIntervalSinceNow: 3600),
        revoked: Bool = false, perMinute: Int = 600
    ) async throws -> String {
        let text = ApiKey.prefix + OneTimeToken().text
        let key = ApiKey(
            ApiKeyChanged<Front>(
                keyID: UUID(), name: "website", keyHash: OneTimeToken.hash(of: text), actsFor: anna.staffID,
                actsForName: "Anna", roles: roles, services: services, expiresAt: expiresAt, revoked: revoked,
                perMinute: perMinute))
        try await assembly.context.transaction { try await key.store($0) }
        try await assembly.context.sessions.load()
        return text
    }

    fileprivate func ask(_ path: String, _ key: String) async -> InProcessAnswer {
        await assembly.ask("GET", path, headers: ["Authorization": "Bearer \(key)"])
    }

    fileprivate func status(_ path: String, _ key: String) async -> Int { await ask(path, key).status }
}
