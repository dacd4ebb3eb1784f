import CRMEvents
import EventContracts
import Foundation
import Kernel
import OAEvents
import Postgres
import Testing

@testable import ERPApp
@testable import ServiceRuntime

/// The documents of an order: from each to the others, for who may go there.
@Suite struct DocumentPageTests {
    private static func page(_ works: Works, _ path: String, _ person: Person) async throws -> String {
        let token = try await works.service.token(for: person)
        let answer = await works.service.ask(
            "GET", "/erp/\(path)?lang=en", headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"])
        #expect(answer.status == 200, "\(path): \(answer.text.suffix(400))")
        return answer.text
    }

    private struct Shipped {
        let order: OrderID
        let shipment: String
        let invoice: String
        let payment: String
    }

    private static func shipped(_ works: Works) async throws -> Shipped {
        let catalogue = try await Catalogue(works)
        try await works.receive([(catalogue.gear, 50, "10.00"), (catalogue.plate, 50, "50.00")])
        let order = try await works.order(1, of: catalogue.gear, by: works.customer())
        _ = try await works.act(planOrder, OrderPath(id: order))
        let rest = try await salesOrder(order, works.database).outstanding
        _ = try await works.act(
            recordPayment, RecordPayment(orderID: order, amount: rest, reference: "TT-1", receivedOn: .today))
        let goods = try await works.act(shipOrder, OrderPath(id: order))
        let payment: String = try await works.database.one("select number from payment where order_id = \(order)")
        return Shipped(
            order: order, shipment: goods.shipmentNumber, invoice: goods.invoiceNumber, payment: payment)
    }

    @Test func shipmentInvoiceAndPaymentHavePagesThatLeadToEachOther() async throws {
        try await Works.open { works in
            let shipped = try await Self.shipped(works)
            let wang = Person(id: UUID(), name: "Wang", kind: .staff, roles: [.warehouse])
            let all = [
                "sales-orders/\(shipped.order)", "shipments/\(shipped.shipment)", "invoices/\(shipped.invoice)",
                "payments/\(shipped.payment)",
            ]
            for path in all {
                let page = try await Self.page(works, path, wang)
                for other in all where other != path {
                    #expect(page.contains("\"/erp/\(other)\""), "\(path) leads to \(other)")
                }
                #expect(page.contains("/chains/") && page.contains("data-live"), "\(path)")
            }
            #expect(try await Self.page(works, all[1], wang).contains("<strong>Shipped</strong>"))
            let id: String = try await works.database.one("select payment_id::text from payment")
            #expect(try await Self.page(works, "payments/\(id)", wang).contains(shipped.payment))
            for path in ["shipments/none", "invoices/none", "payments/none"] {
                let token = try await works.service.token(for: wang)
                let answer = await works.service.ask(
                    "GET", "/erp/\(path)", headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"])
                #expect(answer.status == 404)
            }
        }
    }

    @Test func ordersOfCRMAreOpenedByWhoMayOpenThemThere() async throws {
        try await Works.open { works in
            let shipped = try await Self.shipped(works)
            let link = "/crm/orders/\(shipped.order)"
            let (owner, superior, other) = (StaffID(), UUID(), UUID())
            try await works.database.execute(
                "update sales_order set owner_id = \(owner), quote_id = \(UUID()), channel = 'crm'")
            for (id, manager) in [(owner.rawValue, superior), (superior, nil), (other, nil)] as [(UUID, UUID?)] {
                try await works.deliver(
                    StaffChanged(
                        staffID: StaffID(rawValue: id), login: "\(id)", name: "N", roles: [],
                        managerID: manager.map { StaffID(rawValue: $0) }, active: true), followStaff)
            }
            func sees(_ id: UUID, _ role: Role) async throws -> (order: Bool, quote: Bool) {
                let person = Person(id: id, name: "N", kind: .staff, roles: [role])
                let page = try await Self.page(works, "sales-orders/\(shipped.order)", person)
                return (page.contains(link), page.contains("/crm/quotes/"))
            }
            #expect(try await sees(UUID(), .warehouse) == (true, false))
            #expect(try await sees(UUID(), .finance) == (true, true))
            #expect(try await sees(superior, .salesManager) == (true, true))
            #expect(try await sees(other, .salesManager) == (false, false))
        }
    }

    @Test func eachRoleFindsItsOwnNextStep() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(1, of: catalogue.machine, by: works.customer())
            let path = "/erp/api/sales-orders/\(order)"
            func page(_ role: Role) async throws -> String {
                try await Self.page(
                    works, "sales-orders/\(order)", Person(id: UUID(), name: "N", kind: .staff, roles: [role]))
            }
            #expect(try await page(.planner).contains("\(path)/plan"))
            let finance = try await page(.finance)
            #expect(finance.contains("/erp/api/payments") && !finance.contains("\(path)/plan"))
            let warehouse = try await page(.warehouse)
            #expect(!warehouse.contains("action=\"/erp/api/") && warehouse.contains("It waits for the planner."))
        }
    }
}
