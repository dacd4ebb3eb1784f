import Foundation
import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

/// Codes that show that an address is the one of whoever registers. Without a sender none is asked for.
struct RegistrationCodes: Sendable {
    let sender: (any MessageSender)?

    /// Who wants to register.
    struct Request: Codable, Sendable {
        var email: String
        /// Where a form leads after registering.
        var then: String?
    }

    /// The same whether somebody is registered under the address or not: the message tells.
    struct Sent: Codable, Sendable {
        let email: String
        let then: String
        let validMinutes: Int
    }

    private static let minutes = 10
    /// So many wrong codes, and a new one must be asked for: one in 200 000 guesses right.
    private static let tries = 5

    /// `POST shopper-codes`
    func send(_ input: Request, _ call: Call) async throws -> Sent {
        guard let sender else { throw Problem.conflict("no code is needed here: register at once") }
        let email = try EmailAddress(input.email).text
        // Nobody's letterbox is filled: from the tenth on one waits, ever longer.
        _ = try await SignInAttempt.begin("code:\(email)", call)
        let code = String(String(1_000_000 + Int.random(in: 0..<1_000_000)).dropFirst())
        let isKnown: Bool = try await call.database.one("select exists (select from shopper where email = \(email))")
        try await call.database.execute(
            """
            insert into registration_code (email, code_hash, expires_at)
            values (\(email), \(OneTimeToken.hash(of: email + code)), now() + \(Self.minutes)::int * interval '1 minute')
            on conflict (email) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0
            """)
        let text = call.text(isKnown ? "code_message_known" : "code_message")
        let message = Message(
            to: email, subject: call.text("code_subject"), text: isKnown ? text : "\(text)\n\n\(code)")
        do { try await sender.send(message) } catch { throw Problem.unavailable("the code cannot be sent now") }
        return Sent(email: email, then: localPath(input.then, else: "/shop"), validMinutes: Self.minutes)
    }

    /// - Throws: ``Problem`` 422 when the code is not the one that was sent to the address.
    func check(_ code: String?, of email: String, _ database: PostgresPool) async throws {
        guard sender != nil else { return }
        guard let code, !code.isEmpty else {
            throw Problem.invalid(field: "code", "ask for one at /api/shopper-codes: it is sent to the address")
        }
        let stored: String? = try await database.first(
            """
            update registration_code set tries = tries + 1
            where email = \(email) and expires_at > now() and tries < \(Self.tries) returning code_hash
            """)
        guard stored == OneTimeToken.hash(of: email + code.filter { !$0.isWhitespace }) else {
            throw Problem.invalid(
                field: "code", "is not the one that was sent, or is older than \(Self.minutes) minutes")
        }
    }
}
