import EventContracts
import Foundation
import Kernel
import Postgres
import Testing

@testable import ServiceRuntime

@Suite struct SessionTests {
    @Test func aBearerTokenAndACookieSayWhoItIs() async throws {
        try await NotesHouse.with { house async throws in
            let bearer = await house.assembly.ask("GET", "/notes/api/open", headers: house.bearer)
            #expect(try bearer.json(as: WhoAmI.self).name == "Anna")
            let cookie = await house.assembly.ask(
                "GET", "/notes/api/open", headers: ["Cookie": "a=b; qiao_session=\(house.token)"])
            #expect(try cookie.json(as: WhoAmI.self).name == "Anna")
        }
    }

    @Test func aTamperedExpiredOrStrangeTokenIsNobody() async throws {
        try await NotesHouse.with { house async throws in
            let parts = house.token.split(separator: ".").map(String.init)
            let claims = try #require(Data(base64URL: parts[1]))
            let forged = String(decoding: claims, as: UTF8.self).replacing("sales", with: "administrator")
            let tampered = "\(parts[0]).\(Data(forged.utf8).base64URL).\(parts[2])"
            let unsigned = "\(Data(#"{"alg":"none","kid":"x"}"#.utf8).base64URL).\(parts[1])."
            for token in [tampered, unsigned, "x.y.z", "", parts[0]] {
                let answer = await house.assembly.ask(
                    "GET", "/notes/api/notes", headers: ["Authorization": "Bearer \(token)"])
                #expect(answer.status == 401, "\(token)")
            }
        }
    }

    @Test func aTokenEndsWithItsTime() async throws {
        try await NotesHouse.with { house async throws in
            let key = StoredSigningKey.make()
            try await SigningKeys.store(key.published(), of: "oa", house.assembly.context.database)
            await house.assembly.context.sessions.forgetWhenRead()
            let issuer = try await SessionIssuer(service: "oa", keys: [key])
            let over = try await issuer.token(house.anna, expiresAt: Date(timeIntervalSinceNow: -1))
            #expect(try await house.assembly.context.sessions.person(of: over) == nil)
            let valid = try await issuer.token(house.anna, expiresAt: Date(timeIntervalSinceNow: 60))
            #expect(try await house.assembly.context.sessions.person(of: valid)?.id == house.anna.id)
        }
    }

    /// The portal's key must not be able to vouch for staff.
    @Test func theShopCannotVouchForStaff() async throws {
        try await NotesHouse.with { house async throws in
            let key = StoredSigningKey.make()
            try await SigningKeys.store(key.published(), of: "portal", house.assembly.context.database)
            await house.assembly.context.sessions.forgetWhenRead()
            let issuer = try await SessionIssuer(service: "portal", keys: [key])
            let token = try await issuer.issue(house.anna, for: .hours(1))
            #expect(try await house.assembly.context.sessions.person(of: token) == nil)
        }
    }

    @Test func theKeyIsMadeOnceAndPublished() async throws {
        try await NotesHouse.with { house async throws in
            let context = house.assembly.context
            try await SigningKeys.keepFresh(house.assembly.definition, context)
            try await SigningKeys.keepFresh(house.assembly.definition, context)
            #expect(try await SigningKeys.own(context.database).count == 1)
            let published = try await context.database.one(
                "select count(*) from msg_event where type = 'notes.signing-key.published'", as: Int.self)
            #expect(published == 1)
        }
    }

    @Test func passwordsAreVerifiedAndNeverTwiceTheSame() async throws {
        let stored = try await Password.hash("correct horse")
        #expect(try await Password.verify("correct horse", stored))
        #expect(try await !Password.verify("wrong horse", stored))
        #expect(try await !Password.verify("correct horse", nil))
        #expect(try await !Password.verify("correct horse", "scrypt$1$x"))
        #expect(try await Password.hash("correct horse") != stored)
    }
}
