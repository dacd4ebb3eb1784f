import Foundation
import JSONSchema
import Kernel
import Postgres
import Testing

@testable import CRMApp
@testable import ServiceRuntime

/// Whose documents who sees: every route that takes an id, as people whose business they are not.
@Suite struct VisibilityTests {
    /// Somebody who sells too, under another manager.
    private static let sam = Person(id: UUID(), name: "Sam", kind: .staff, roles: [.sales])
    private static let bea = Person(id: UUID(), name: "Bea", kind: .staff, roles: [.salesManager])

    @Test func othersDocumentsAreAsGoodAsNone() async throws {
        try await FrontOffice.open { office in
            try await office.hire(Self.bea, under: nil)
            try await office.hire(Self.sam, under: Self.bea)
            let targets = JoesDocuments.targets(try await JoesDocuments.make(in: office))
            #expect(targets.count == routes.filter { $0.path.contains("{id}") }.count)
            let visitors: [(Person?, Set<Int>)] = [
                (Self.sam, [404, 403]), (Self.bea, [404, 403]),
                (Person(id: UUID(), name: "Lily", kind: .shopper), [403]), (nil, [401, 303]),
            ]
            for (visitor, refusals) in visitors {
                for (route, target) in targets {
                    let answer = try await JoesDocuments.ask(office, route, target, as: visitor)
                    #expect(
                        refusals.contains(answer.status),
                        "\(visitor?.name ?? "a stranger") at \(route.method.rawValue) \(target): \(answer.status)")
                }
            }
            // The same routes answer those whose business it is.
            for (route, target) in targets where route.method == .get {
                for person in [office.joe, office.ben] where route.access.admits(person) {
                    #expect(try await JoesDocuments.ask(office, route, target, as: person).status == 200, "\(target)")
                }
            }
        }
    }

    @Test func listsHoldWhatOneMaySee() async throws {
        try await FrontOffice.open { office in
            try await office.hire(Self.bea, under: office.ben)
            try await office.hire(Self.sam, under: Self.bea)
            _ = try await JoesDocuments.make(in: office)
            let boss = Person(id: UUID(), name: "Boss", kind: .staff, roles: [.salesManager])
            try await office.hire(boss, under: nil)
            // Joe and who is above him see them, and finance; nobody beside them does.
            let counts = [(office.joe, 1), (office.ben, 1), (Self.sam, 0), (Self.bea, 0), (boss, 0), (office.anna, 1)]
            for (person, count) in counts {
                for list in ["leads", "customers", "quotes", "orders"] {
                    let found = try await office.read(list, as: person)["items"]?.elements?.count
                    #expect(found == count, "\(person.name) at \(list)")
                }
            }
            // What nobody owns is in the pool, for everyone.
            try await office.database.execute("update lead set owner_id = null, state = 'new'")
            #expect(try await office.read("leads", as: Self.sam)["items"]?.elements?.count == 1)
        }
    }
}

/// One of each of Joe's documents, and the routes that lead to them.
private enum JoesDocuments {
    /// The ids by what the paths of their routes begin with.
    static func make(in office: FrontOffice) async throws -> [String: String] {
        let deal = Deal(office: office)
        let (known, quote) = try await deal.quoted(price: "100")
        #expect(try await deal.submit(quote, 1) == "sent")
        let order = try await deal.accept(quote, 1).text("orderID")
        let view = UUID.timeOrdered()
        try await office.database.execute(
            """
            insert into rt_saved_view (view_id, person_id, list, name, query)
            values (\(view), \(office.joe.id), 'leads', 'Mine', '')
            """)
        return [
            "leads": known.text("leadID"), "customers": known.text("customerID"),
            "opportunities": known.text("opportunityID"), "quotes": quote, "orders": order,
            "saved-views": view.uuidString.lowercased(),
        ]
    }

    static func targets(_ documents: [String: String]) -> [(route: Route, target: String)] {
        routes.compactMap { route in
            guard let kind = route.path.split(separator: "/").first, let id = documents[String(kind)],
                route.path.contains("{id}")
            else { return nil }
            return (route, (route.isPage ? "/crm/" : "/crm/api/") + route.path.replacing("{id}", with: id))
        }
    }

    /// Calls a route with an input that it understands.
    static func ask(
        _ office: FrontOffice, _ route: Route, _ target: String, as person: Person?
    ) async throws -> InProcessAnswer {
        var headers = ["Idempotency-Key": UUID().uuidString, "If-Match": "\"0\""]
        if let person { headers["Authorization"] = "Bearer \(try await office.service.token(for: person))" }
        let input = """
            {"name": "Ken", "state": "contacted", "stage": "proposal", "version": 1, "text": "too dear",
            "creditLimit": {"amount": "1"}, "paymentTerms": "prepaid", "validUntil": "2099-01-01",
            "lines": [{"productID": "\(UUID().uuidString)", "quantity": "1", "unitPrice": {"amount": "1"}}]}
            """
        return await office.service.ask(
            route.method.rawValue, target, headers: headers, body: route.method == .get ? nil : input)
    }
}
