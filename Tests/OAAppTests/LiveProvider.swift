import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// An OpenID provider that runs for the length of a test.
struct LiveProvider: Sendable {
    let issuer: String
    let provider: OpenIDProvider

    private static let python: String = {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        return "\(cache)/qiao-openid-tests/bin/python"
    }()
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: python) }

    private static let users = [
        #"{"sub":"joe","email":"joe@example.com","email_verified":true}"#,
        #"{"sub":"eve","email":"eve@example.com","email_verified":true}"#,
        #"{"sub":"careless","email":"joe@example.com","email_verified":false}"#,
        #"{"sub":"stranger","email":"stranger@example.org","email_verified":true}"#,
    ]

    static func with(_ body: (LiveProvider) async throws -> Void) async throws {
        let port = Int.random(in: 20_000...29_999)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments =
            ["-W", "ignore", "-m", "oidc_provider_mock", "-p", "\(port)"] + users.flatMap { ["--user-claims", $0] }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Not asked to end: it has the signals blocked that the thread had which began it.
        defer { kill(process.processIdentifier, SIGKILL) }
        let issuer = "http://127.0.0.1:\(port)"
        let configuration = try #require(
            try OpenIDConfiguration(
                ["QIAO_OIDC_ISSUER": issuer, "QIAO_OIDC_CLIENT_ID": "qiao", "QIAO_OIDC_CLIENT_SECRET": "secret"],
                publicURL: "http://127.0.0.1:8080"))
        let live = LiveProvider(issuer: issuer, provider: OpenIDProvider(configuration))
        let deadline = ContinuousClock.now + .seconds(30)
        while (try? await live.provider.discovered()) == nil, ContinuousClock.now < deadline { await Task.yield() }
        try await body(live)
    }

    /// A browser that was sent to the provider.
    func begin(_ office: Office) async throws -> Journey {
        let openID = SignInByOpenID(provider: provider)
        do {
            _ = try await openID.start(StepQuery(then: "/oa/trips"), office.call(cookies: ""))
        } catch let redirect as Redirect {
            let cookie = try #require(redirect.cookies.first)
            return Journey(openID: openID, office: office, cookie: cookie.value, address: redirect.location)
        }
        throw Problem.internalError
    }
}

/// A sign-in under way.
struct Journey: Sendable {
    let openID: SignInByOpenID
    let office: Office
    let cookie: String
    let address: String

    /// The person agrees at the provider, and the browser comes back.
    func finish(as subject: String, cookie: String? = nil) async throws -> Redirect {
        let back = try await agree(subject)
        func value(_ name: String) -> String? { back.queryItems?.first { $0.name == name }?.value }
        let answer = SignInByOpenID.Answer(code: value("code"), state: value("state"), error: value("error"))
        do {
            _ = try await openID.finish(answer, office.call(cookies: "qiao_openid=\(cookie ?? self.cookie)"))
        } catch let redirect as Redirect { return redirect }
        throw Problem.internalError
    }

    /// Why it is not believed; nil when it is.
    func refusal(of subject: String = "joe", cookie: String? = nil, again: Bool = false) async throws -> String? {
        do {
            _ = try await finish(as: subject, cookie: cookie)
            return nil
        } catch let problem as Problem { return problem.detail }
    }

    private func agree(_ subject: String) async throws -> URLComponents {
        let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: "sub=\(subject)"))
        let response = try await client.execute(request, timeout: .seconds(10))
        try await client.shutdown()
        return try #require(response.headers.first(name: "Location").flatMap { URLComponents(string: $0) })
    }
}

extension Office {
    /// A request of a browser where nobody is signed in.
    func call(cookies: String) -> Call {
        let request = ReceivedRequest(
            id: "test", method: "GET", path: "/oa/openid/start", query: "", headers: ["cookie": cookies], body: Data(),
            idempotencyKey: nil)
        return Call(person: nil, language: .en, service: service.context, request: request)
    }
}
