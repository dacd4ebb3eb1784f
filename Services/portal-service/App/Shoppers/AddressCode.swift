import Foundation
import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

/// Codes that show that an address is the one of whoever is there.
struct AddressCodes: Sendable {
    let sender: (any MessageSender)?
    var areSent: Bool { sender != nil }

    /// What a code is good for.
    enum Purpose: String, Sendable {
        case register
        case newPassword = "new_password"
    }

    static let minutes = 10
    /// So many wrong codes, and a new one must be asked for: one in 200 000 guesses right.
    private static let tries = 5

    /// Sends a code, or the news that there is none to be had.
    /// - Parameter news: what the message says instead of a code.
    func send(_ purpose: Purpose, to address: ShopperAddress, words: String, news: String?, _ call: Call) async throws {
        guard let sender else { throw Problem.conflict("no codes are sent here") }
        // Nobody's letterbox is filled: from the tenth on one waits, ever longer.
        _ = try await SignInAttempt.begin("code:\(address.text)", call)
        let code = String(String(1_000_000 + Int.random(in: 0..<1_000_000)).dropFirst())
        try await call.database.execute(
            """
            insert into address_code (address, purpose, code_hash, expires_at)
            values (\(address.text), \(purpose.rawValue), \(Self.hash(code, address)),
                now() + \(Self.minutes)::int * interval '1 minute')
            on conflict (address, purpose) do update
                set code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0
            """)
        let message = Message(
            to: address.text, by: address.email == nil ? .textMessage : .email, subject: call.text("code_subject"),
            text: news ?? "\(words)\n\n\(code)")
        do { try await sender.send(message) } catch { throw Problem.unavailable("the code cannot be sent now") }
    }

    /// - Throws: ``Problem`` 422 when the code is not the one that was sent to the address.
    func check(_ code: String?, _ purpose: Purpose, of address: ShopperAddress, _ database: PostgresPool) async throws {
        guard let code, !code.isEmpty else {
            throw Problem.invalid(field: "code", "ask for one first: it is sent to the address")
        }
        let stored: String? = try await database.first(
            """
            update address_code set tries = tries + 1
            where address = \(address.text) and purpose = \(purpose.rawValue) and expires_at > now()
                and tries < \(Self.tries)
            returning code_hash
            """)
        guard stored == Self.hash(code.filter { !$0.isWhitespace }, address) else { throw Self.wrongCode }
    }

    static let wrongCode = Problem.invalid(
        field: "code", "is not the one that was sent, or is older than \(minutes) minutes")

    /// A code is good once; those that are past go with it.
    func spend(_ purpose: Purpose, of address: ShopperAddress, _ tx: EventTransaction) {
        tx.write(
            """
            delete from address_code
            where (address = \(address.text) and purpose = \(purpose.rawValue)) or expires_at < now()
            """)
    }

    private static func hash(_ code: String, _ address: ShopperAddress) -> String {
        OneTimeToken.hash(of: address.text + code)
    }
}
