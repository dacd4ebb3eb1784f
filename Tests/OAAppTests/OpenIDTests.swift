import AsyncHTTPClient
import Foundation
import JWTKit
import Kernel
import NIOCore
import NIOHTTP1
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// What an ID token must say to be believed.
@Suite struct IDTokenTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func email(_ change: [String: Any] = [:], without: String? = nil) throws -> String {
        let second = Self.now.timeIntervalSince1970
        var claims: [String: Any] = [
            "iss": "https://id.example.com", "sub": "7", "aud": "qiao", "exp": second + 300, "iat": second,
            "nonce": "n", "email": "Joe@Example.com", "email_verified": true,
        ]
        claims.merge(change) { $1 }
        if let without { claims[without] = nil }
        let token = try JSONDecoder().decode(IDToken.self, from: JSONSerialization.data(withJSONObject: claims))
        let configuration = try #require(
            try OpenIDConfiguration(
                ["QIAO_OIDC_ISSUER": "https://id.example.com/", "QIAO_OIDC_CLIENT_ID": "qiao"], publicURL: "x"))
        return try token.email(for: configuration, nonce: "n", now: Self.now)
    }

    private func refusal(_ change: [String: Any] = [:], without: String? = nil) -> String? {
        do { return try email(change, without: without) } catch { return (error as? Problem)?.detail }
    }

    @Test func aGoodOneNamesAnAddress() throws {
        #expect(try email() == "joe@example.com")
        #expect(try email(["aud": ["other", "qiao"], "azp": "qiao"]) == "joe@example.com")
    }

    @Test func everyFaultIsSeen() {
        let second = Self.now.timeIntervalSince1970
        #expect(refusal(["nonce": "another"])?.contains("not the answer") ?? false)
        #expect(refusal(without: "nonce")?.contains("not the answer") ?? false)
        #expect(refusal(["exp": second - 61])?.contains("has ended") ?? false)
        #expect(refusal(["iat": second + 61])?.contains("future") ?? false)
        #expect(refusal(["email_verified": false])?.contains("not verified") ?? false)
        #expect(refusal(without: "email_verified")?.contains("not verified") ?? false)
        #expect(refusal(without: "email")?.contains("not verified") ?? false)
        #expect(refusal(["aud": "another"])?.contains("somebody else") ?? false)
        #expect(refusal(["aud": ["qiao", "another"]])?.contains("somebody else") ?? false)
        #expect(refusal(["azp": "another"])?.contains("somebody else") ?? false)
        #expect(refusal(["iss": "https://id.example.org"])?.contains("another issuer") ?? false)
    }

    @Test func theConfigurationIsWholeAndSafe() throws {
        #expect(try OpenIDConfiguration([:], publicURL: "x") == nil)
        for wrong in [
            ["QIAO_OIDC_ISSUER": "http://id.example.com", "QIAO_OIDC_CLIENT_ID": "qiao"],
            ["QIAO_OIDC_ISSUER": "https://id.example.com"],
        ] {
            #expect(throws: OpenIDConfiguration.Fault.self) { _ = try OpenIDConfiguration(wrong, publicURL: "x") }
        }
    }
}

/// Sign-in at a real provider: `oidc-provider-mock` of PyPI, in the environment that deploy/test makes.
@Suite(.enabled(if: LiveProvider.isThere), .serialized) struct OpenIDTests {
    @Test func whoIsOnTheStaffWithAVerifiedAddressIsIn() async throws {
        try await LiveProvider.with { live in
            try await Office.open { office in
                try await office.database.execute("update staff set email = 'Joe@example.com' where login = 'joe'")
                let journey = try await live.begin(office)
                let done = try await journey.finish(as: "joe")
                #expect(done.location == "/oa/trips")
                let session = try #require(done.session)
                #expect(session.person.name == "Joe")
                #expect(await office.status(session.token) == 200)
                #expect(try await journey.refusal(again: true)?.contains("too long ago, or is done") ?? false)
            }
        }
    }

    @Test func othersAreNot() async throws {
        try await LiveProvider.with { live in
            try await Office.open { office in
                try await office.database.execute(
                    """
                    update staff set email = case login when 'joe' then 'joe@example.com' else 'eve@example.com' end
                    where login <> 'ben'
                    """)
                let unverified = try await live.begin(office)
                #expect(try await unverified.refusal(of: "careless")?.contains("not verified") ?? false)
                let stranger = try await live.begin(office)
                #expect(try await stranger.refusal(of: "stranger")?.contains("nobody on the staff") ?? false)
                let shared = try await live.begin(office)
                #expect(try await shared.refusal(of: "eve")?.contains("several people") ?? false)
                let replayed = try await live.begin(office)
                try await office.database.execute("update openid_request set nonce = 'another'")
                #expect(try await replayed.refusal(of: "joe")?.contains("not the answer") ?? false)
                let elsewhere = try await live.begin(office)
                #expect(
                    try await elsewhere.refusal(of: "joe", cookie: "stolen")?.contains("did not begin") ?? false)
            }
        }
    }

    @Test func aTokenSignedBySomebodyElseIsRefused() async throws {
        try await LiveProvider.with { live in
            let key = ES256PrivateKey()
            let forger = await JWTKeyCollection().add(ecdsa: key, kid: "made-up")
            struct Claims: JWTPayload {
                let iss: String
                func verify(using algorithm: some JWTAlgorithm) async throws {}
            }
            let token = try await forger.sign(Claims(iss: live.issuer), kid: "made-up")
            let refused = await #expect(throws: Problem.self) {
                _ = try await live.provider.verified(token, as: IDToken.self)
            }
            #expect(refused?.detail?.contains("signature") ?? false)
        }
    }

    @Test func aSecondFactorIsStillOwed() async throws {
        try await LiveProvider.with { live in
            try await Office.open { office in
                try await office.database.execute(
                    "update staff set email = 'joe@example.com', roles = '{finance}' where login = 'joe'")
                let done = try await live.begin(office).finish(as: "joe")
                #expect(done.session == nil && done.location.hasPrefix("/oa/sign-in/enrolment"))
            }
        }
    }
}
