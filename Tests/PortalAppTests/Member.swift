import Foundation
import Kernel
import Postgres
import ServiceRuntime

@testable import PortalApp

/// A shopper with a password, who signs in with it.
struct Member: Sendable {
    static let password = "kestrel 42 pond"
    let store: Store
    let id: ShopperID
    let email: String

    init(in store: Store, email: String = "lin@example.com", phone: String? = nil) async throws {
        (self.store, self.email, id) = (store, email, ShopperID())
        let hash = try await Password.hash(Self.password)
        try await store.database.execute(
            """
            insert into shopper (shopper_id, email, phone, name, password, proven_at)
            values (\(id), \(email), \(phone), 'Lin', \(hash), now())
            """)
    }

    func signIn(_ password: String = Self.password, agent: String = "qiao") async -> InProcessAnswer {
        await store.service.ask(
            "POST", "/api/shopper-sessions", headers: ["User-Agent": agent],
            body: #"{"contact":"\#(email)","password":"\#(password)"}"#)
    }

    /// A new session's access token.
    func token(agent: String = "qiao") async throws -> String {
        try await signIn(agent: agent).json(as: SessionStarted.self).token
    }

    func ask(_ method: String, _ path: String, _ token: String, _ body: String? = nil) async -> InProcessAnswer {
        await store.service.ask(
            method, path, headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": UUID().uuidString],
            body: body)
    }

    /// Whether a token is good.
    func isIn(_ token: String) async -> Bool { await ask("GET", "/api/cart", token).status == 200 }
}
