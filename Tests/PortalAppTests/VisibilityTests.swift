import Foundation
import Kernel
import PortalDomain
import Postgres
import Testing

@testable import PortalApp
@testable import ServiceRuntime

/// Whose orders who sees: every route that takes the id of an order, as people whose business it is not.
@Suite struct VisibilityTests {
    @Test func othersOrdersAreAsGoodAsNone() async throws {
        try await Store.open { store in
            let owner = try await Shopper(in: store)
            let order = try await owner.acceptedOrder()
            let targets = routes.filter { $0.path.hasPrefix("orders/{id}") }.map { route in
                (route, (route.isPage ? "/" : "/api/") + route.path.replacing("{id}", with: order.id.description))
            }
            #expect(targets.count == 4)
            let other = try await Shopper(in: store)
            let fanny = Person(id: UUID(), name: "Fanny", kind: .staff, roles: [.hr])
            let strangers = [
                (other.token, [404]), (try await store.service.token(for: fanny), [403]), ("x", [401, 303]),
            ]
            for (token, refusals) in strangers {
                for (route, target) in targets {
                    let answer = await store.service.ask(
                        route.method.rawValue, target,
                        headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": UUID().uuidString],
                        body: route.method == .get ? nil : "{}")
                    #expect(refusals.contains(answer.status), "\(target): \(answer.status)")
                }
            }
            #expect(try await owner.look(at: order).state == .awaitingPayment)
        }
    }

    @Test func othersSessionsAreAsGoodAsNone() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            let token = try await lin.token()
            let session: UUID = try await store.database.one("select session_id from rt_session")
            let other = try await Shopper(in: store)
            #expect(await lin.ask("DELETE", "/api/shopper-sessions/\(session)", other.token).status == 404)
            #expect(await lin.isIn(token))
        }
    }
}
