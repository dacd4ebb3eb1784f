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
        for damaged in ["", "scrypt$1$x", "$argon2id$v=19$m=12288,t=3,p=1$x", String(stored.dropLast(2))] {
            #expect(try await !Password.verify("correct horse", damaged))
        }
        #expect(try await Password.hash("correct horse") != stored)
        #expect(try await Password.renewed("correct horse", stored) == nil)
    }

    /// The vectors that the reference implementation publishes for version 19, and that of RFC 7914, section 12, with the
    /// part of its key that was stored.
    @Test(arguments: [
        ("password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"),
        ("differentpassword", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94"),
        ("pleaseletmein", "scrypt$16384$8$1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI"),
    ])
    func passwordsStoredElsewhereAreVerifiedAndRenewed(_ password: String, _ stored: String) async throws {
        #expect(try await Password.verify(password, stored))
        #expect(try await !Password.verify(password + "x", stored))
        let renewed = try #require(try await Password.renewed(password, stored))
        #expect(renewed.hasPrefix("$argon2id$v=19$m=12288,t=3,p=1$"))
        #expect(try await Password.verify(password, renewed))
    }
}
