import Foundation
import Postgres
import TestSupport
import Testing

/// The server's TLS. Its certificate is good for the name localhost only.
private enum SecureServer {
    static let url = ProcessInfo.processInfo.environment["QIAO_TEST_TLS_DATABASE_URL"]
    static let authority = ProcessInfo.processInfo.environment["QIAO_TEST_TLS_CA"]
    static var isThere: Bool { url != nil && authority != nil }

    static func address() throws -> URLComponents { try #require(URLComponents(string: url ?? "")) }

    /// The address with other parameters than verify-full and our own authority.
    static func configuration(
        host: String? = nil, port: Int? = nil, _ parameters: [String: String] = [:]
    ) throws -> PostgresConfiguration {
        var address = try Self.address()
        address.host = host ?? address.host
        address.port = port ?? address.port
        let items = address.queryItems?.filter { parameters[$0.name] == nil } ?? []
        address.queryItems = items + parameters.map { URLQueryItem(name: $0, value: $1) }
        return try PostgresConfiguration(url: address.string ?? "", connectTimeout: .seconds(20))
    }

    /// A certificate of an authority that signed nothing here.
    static func stranger() throws -> String {
        URL(filePath: try #require(authority)).deletingLastPathComponent().appending(path: "stranger.crt").path
    }
}

@Suite(.enabled(if: SecureServer.isThere, "needs QIAO_TEST_TLS_DATABASE_URL and QIAO_TEST_TLS_CA"))
struct TLSTests {
    private static let isEncrypted: SQL = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"

    private func isEncrypted(_ configuration: PostgresConfiguration) async throws -> Bool {
        let connection = PostgresConnection(configuration)
        let answer = try await connection.one(Self.isEncrypted, as: Bool.self)
        await connection.close()
        return answer
    }

    private func refusal(_ configuration: PostgresConfiguration) async -> String {
        let refused = await error { try await PostgresConnection(configuration).execute("select 1") }
        guard case .unavailable(let reason) = refused else { return "not refused: \(String(describing: refused))" }
        return reason
    }

    @Test(arguments: ["require", "verify-ca", "verify-full"])
    func theRightServerIsTrusted(mode: String) async throws {
        #expect(try await isEncrypted(SecureServer.configuration(["sslmode": mode])))
    }

    @Test func withoutItNothingIsEncrypted() async throws {
        #expect(try await !isEncrypted(SecureServer.configuration(["sslmode": "disable"])))
    }

    @Test(arguments: ["verify-ca", "verify-full"])
    func anAuthorityThatDidNotSignIsNoReasonToTrust(mode: String) async throws {
        let stranger = try SecureServer.stranger()
        let reason = await refusal(try SecureServer.configuration(["sslmode": mode, "sslrootcert": stranger]))
        #expect(reason.contains("certificate verify failed"))
    }

    @Test func aCertificateForAnotherNameIsRefusedByVerifyFullAlone() async throws {
        let reason = await refusal(try SecureServer.configuration(host: "127.0.0.1", ["sslmode": "verify-full"]))
        #expect(reason.contains("does not match host name"))
        #expect(try await isEncrypted(SecureServer.configuration(host: "127.0.0.1", ["sslmode": "verify-ca"])))
    }

    @Test func anAuthorityThatIsNotThereIsNamed() async throws {
        let reason = await refusal(try SecureServer.configuration(["sslrootcert": "/no/such/ca.crt"]))
        #expect(reason.contains("/no/such/ca.crt"))
    }

    @Test(arguments: ["require", "verify-ca", "verify-full"])
    func aServerWithoutTLSIsRefused(mode: String) async throws {
        let plain = try Listener { socket in
            // The answer to a request for TLS: no.
            if socket.read() != nil { socket.write([UInt8(ascii: "N")]) }
            _ = socket.read()
        }
        defer { plain.close() }
        let reason = await refusal(try SecureServer.configuration(port: plain.port, ["sslmode": mode]))
        #expect(reason.contains("server does not support SSL"))
    }

    @Test func aBrokenConnectionOpensAgainWithTLS() async throws {
        let connection = PostgresConnection(try SecureServer.configuration())
        let killer = PostgresConnection(try TestDatabase.configuration())
        for _ in 0..<10 {
            let process = try await connection.one("select pg_backend_pid()", as: Int.self)
            try await killer.execute("select pg_terminate_backend(\(process), 5000)")
            #expect(try await connection.one(Self.isEncrypted, as: Bool.self))
        }
    }

    @Test func moreThanARecordGoesBothWays() async throws {
        let connection = PostgresConnection(try SecureServer.configuration())
        let large = String(repeating: "x", count: 3_000_000)
        #expect(try await connection.one("select \(large)::text", as: String.self) == large)
        let results = try await connection.pipeline(
            (0..<200).map { _ in "select \(String(large.prefix(50_000)))::text" })
        #expect(results.count == 200)
    }

    @Test func aCancelledStatementEndsWithTLSToo() async throws {
        let connection = PostgresConnection(try SecureServer.configuration())
        let process = try await connection.one("select pg_backend_pid()", as: Int.self)
        let running = Task { try await connection.execute("select pg_sleep(60)") }
        let watcher = PostgresConnection(try TestDatabase.configuration())
        try await eventually {
            try await watcher.one(
                "select exists (select from pg_stat_activity where pid = \(process) and query like '%pg_sleep%')",
                as: Bool.self)
        }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        #expect(try await connection.one("select pg_backend_pid()", as: Int.self) == process)
    }

    @Test func ofSeveralHostsOneThatWorksIsEnough() async throws {
        let address = try SecureServer.address()
        let url = try #require(address.string).replacing(
            "@localhost:\(address.port ?? 0)/", with: "@localhost:1,localhost:2,localhost:\(address.port ?? 0)/")
        let connection = PostgresConnection(try PostgresConfiguration(url: url))
        #expect(try await connection.one(Self.isEncrypted, as: Bool.self))
    }
}
