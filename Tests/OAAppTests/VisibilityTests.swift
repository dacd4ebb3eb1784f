import Foundation
import Kernel
import OADomain
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// Whose trips and approvals who sees: every route that takes an id, as people whose business they are not.
@Suite struct VisibilityTests {
    @Test func othersDocumentsAreAsGoodAsNone() async throws {
        try await Office.open { office in
            let trip = try await office.fileTrip()
            let approval: ApprovalID = try await office.database.one("select approval_id from approval")
            let task: TaskID = try await office.database.one("select task_id from approval_task")
            let ids = [
                "trips": trip.id.description, "approvals": approval.description, "approval-tasks": task.description,
            ]
            let targets = routes.compactMap { route -> (Route, String)? in
                guard let kind = route.path.split(separator: "/").first, let id = ids[String(kind)],
                    route.path.contains("{id}")
                else { return nil }
                return (route, (route.isPage ? "/oa/" : "/oa/api/") + route.path.replacing("{id}", with: id))
            }
            #expect(targets.count == 11)
            let bulk = try #require(routes.first { $0.path == "approval-tasks/approve" })
            // Sam sells too; Bea manages others.
            let sam = Person(id: UUID(), name: "Sam", kind: .staff, roles: [.sales])
            let bea = Person(id: UUID(), name: "Bea", kind: .staff, roles: [.salesManager])
            let lily = Person(id: UUID(), name: "Lily", kind: .shopper)
            for (visitor, refusals) in [(sam, [403, 404]), (bea, [403, 404]), (lily, [403]), (nil, [401, 303])] {
                for (route, target) in targets {
                    let status = try await ask(office, route, target, as: visitor)
                    #expect(refusals.contains(status), "\(visitor?.name ?? "a stranger") at \(target): \(status)")
                }
                let status = try await ask(office, bulk, "/oa/api/approval-tasks/approve", as: visitor, ids: [task])
                #expect(refusals.contains(status), "\(visitor?.name ?? "a stranger") with several: \(status)")
            }
            for (route, target) in targets where route.method == .get {
                for person in [office.joe, office.ben] {
                    #expect(try await ask(office, route, target, as: person) == 200, "\(person.name) at \(target)")
                }
            }
            #expect(try await office.state(of: trip) == .submitted)
        }
    }

    private func ask(
        _ office: Office, _ route: Route, _ target: String, as person: Person?, ids: [TaskID] = []
    ) async throws -> Int {
        var headers = ["Idempotency-Key": UUID().uuidString]
        if let person { headers["Authorization"] = "Bearer \(try await office.service.token(for: person))" }
        let input = """
            {"outcome": "fine", "spent": {"amount": "1"}, "text": "hm", "comment": "no",
            "ids": [\(ids.map { "\"\($0)\"" }.joined(separator: ", "))]}
            """
        return await office.service.ask(
            route.method.rawValue, target, headers: headers, body: route.method == .get ? nil : input
        ).status
    }
}
