import Foundation
import JSONSchema
import Kernel
import OAEvents
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

/// From every document of a deal to the others, and only where one may go.
@Suite struct RelatedDocumentTests {
    private static let paul = Person(id: UUID(), name: "Paul", kind: .staff, roles: [.planner])

    /// A deal from the trip to the order that ERP has taken over.
    private static func made(in office: FrontOffice) async throws -> (known: JSONValue, quote: String, order: String) {
        let deal = Deal(office: office)
        let (known, quote) = try await deal.quoted(price: "95.00")
        _ = try await deal.submit(quote, 1)
        let order = try await deal.accept(quote, 1).text("orderID")
        try await office.database.execute(
            """
            update sales_order set state = 'invoiced', shipment_number = 'SHP-1', shipped_on = current_date
            """)
        try await office.database.execute(
            """
            insert into order_invoice (order_id, number, invoice_number, customer_id, channel, net, tax, total, invoiced_on)
            select order_id, number, 'INV-1', customer_id, channel, net, tax, total, current_date from sales_order
            """)
        try await office.database.execute(
            """
            insert into order_payment (payment_id, order_id, number, amount, method, received_on)
            select gen_random_uuid(), order_id, 'PAY-1', 100, 'bank', current_date from sales_order
            """)
        return (known, quote, order)
    }

    private static func links(_ html: String) -> Set<String> {
        Set(html.matches(of: #/href="(\/(?:oa|crm|erp|chains)\/[^"]*)"/#).map { String($0.output.1) })
    }

    @Test func everyDocumentLeadsToItsNeighbours() async throws {
        try await FrontOffice.open { office in
            let (known, quote, order) = try await Self.made(in: office)
            let trip: String = try await office.database.one("select trip_id::text from trip")
            let (lead, opportunity) = (known.text("leadID"), known.text("opportunityID"))
            let all = [
                "/oa/trips/\(trip)", "/crm/leads/\(lead)", "/crm/opportunities/\(opportunity)", "/crm/quotes/\(quote)",
                "/crm/orders/\(order)",
            ]
            for (path, id) in [
                ("leads/{id}", lead), ("opportunities/{id}", opportunity), ("quotes/{id}", quote),
                ("orders/{id}", order),
            ] {
                let links = Self.links(try await office.page(path, ["id": .string(id)], as: office.ben))
                for link in all where !link.hasSuffix(id) { #expect(links.contains(link), "\(path) leads to \(link)") }
                #expect(links.contains { $0.hasPrefix("/chains/") }, "\(path) leads to the chain")
            }
            let links = Self.links(try await office.page("orders/{id}", ["id": .string(order)], as: office.ben))
            for link in [
                "/erp/sales-orders/\(order)", "/erp/shipments/SHP-1", "/erp/invoices/INV-1", "/erp/payments/PAY-1",
            ] { #expect(links.contains(link), "\(link)") }
        }
    }

    @Test func nobodyIsLedWhereTheyMayNotGo() async throws {
        try await FrontOffice.open { office in
            let (known, quote, order) = try await Self.made(in: office)
            // Who sells does not work in the back office.
            let joes = Self.links(try await office.page("orders/{id}", ["id": .string(order)], as: office.joe))
            #expect(!joes.contains { $0.hasPrefix("/erp/") } && joes.contains("/crm/quotes/\(quote)"))
            #expect(
                joes.contains { $0.hasPrefix("/oa/trips/") && $0.count > 12 }
                    && joes.contains { $0.hasPrefix("/chains/") })
            // Who makes the goods reads orders, and neither quotes nor leads nor trips.
            let pauls = Self.links(try await office.page("orders/{id}", ["id": .string(order)], as: Self.paul))
            #expect(pauls.contains("/erp/sales-orders/\(order)"))
            for part in ["/crm/quotes/", "/crm/leads/", "/crm/opportunities/", "/crm/customers/", "/oa/trips/"] {
                #expect(!pauls.contains { $0.hasPrefix(part) && $0.count > part.count }, "\(part)")
            }
            // Marketing reads all leads, but had no hand in this one: neither trip nor chain.
            let mara = Person(id: UUID(), name: "Mara", kind: .staff, roles: [.marketing])
            let page = try await office.page("leads/{id}", ["id": .string(known.text("leadID"))], as: mara)
            #expect(
                page.contains("TR-2026-000001")
                    && !Self.links(page).contains { $0.hasPrefix("/oa/trips/") && $0.count > 12 })
            #expect(!Self.links(page).contains { $0.hasPrefix("/chains/") })
        }
    }

    /// What OA lets somebody see of a trip, CRM knows: who goes along, and who decided.
    @Test func whoHasAPartInATripMayOpenIt() async throws {
        try await FrontOffice.open { office in
            let (rita, max) = (
                Person(id: UUID(), name: "Rita", kind: .staff, roles: [.support]),
                Person(id: UUID(), name: "Max", kind: .staff, roles: [.marketing])
            )
            let deal = Deal(office: office)
            try await deal.offerProduct()
            try await deal.fileTrip()
            let lead = try await deal.meetKen().text("leadID")
            func opens(_ person: Person) async throws -> Bool {
                Self.links(try await office.page("leads/{id}", ["id": .string(lead)], as: person))
                    .contains("/oa/trips/\(deal.trip)")
            }
            for person in [rita, max] { #expect(try await !opens(person), "\(person.name)") }
            try await office.database.execute("update trip set companions = array[\(rita.id)::uuid]")
            try await office.deliver(
                TripApproved(
                    tripID: deal.trip, number: "TR-2026-000001", travellerID: office.joe.staffID, travellerName: "Joe",
                    visitName: "Ken", from: .today, to: .today, budget: Money(minor: 1), approvedBy: max.staffID),
                tripApproved)
            for person in [rita, max] { #expect(try await opens(person), "\(person.name)") }
        }
    }

    @Test(arguments: [("joe", true), ("anna", false)])
    func whatOneCanDoComesFirst(_ login: String, _ may: Bool) async throws {
        try await FrontOffice.open { office in
            let (_, quote) = try await Deal(office: office).quoted(price: "95.00")
            let html = try await office.page(
                "quotes/{id}", ["id": .string(quote)], as: login == "joe" ? office.joe : office.anna)
            #expect(html.contains("/crm/api/quotes/\(quote)/submit") == may)
            #expect(html.contains("It is the owner’s to go on with it.") != may)
        }
    }
}
