import CRMEvents
import ERPEvents
import EventContracts
import Foundation
import Kernel
import OAEvents
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct FindTests {
    private func staff(_ roles: Set<Role>) -> Person {
        Person(id: UUID(), name: "Anna", kind: .staff, roles: roles)
    }

    private func quote(_ number: String) -> QuoteSent {
        QuoteSent(quoteID: QuoteID(), number: number, version: 1, customerID: CustomerID(), total: .zero)
    }

    /// Of those whose number begins so one is chosen; the one that is meant opens, for who may read it.
    @Test func theDocumentThatIsMeantOpens() async throws {
        try await Store.open { store in
            let ben = staff([.salesManager])
            let quotes = ["QU-2026-000001-R1", "QU-2026-000002-R1"].map(quote)
            for quote in quotes {
                let envelope = store.envelope(of: quote, chain: UUID(), by: ben)
                try await store.record([envelope])
            }
            func look(_ wanted: String, as person: Person) async throws -> InProcessAnswer {
                let token = try await store.service.token(for: person)
                return await store.service.ask(
                    "GET", "/find?q=\(wanted)", headers: ["Accept": "text/html", "Authorization": "Bearer \(token)"])
            }
            let several = try await look("qu-2026", as: ben)
            for quote in quotes { #expect(several.text.contains("/crm/quotes/\(quote.quoteID)")) }
            for wanted in ["QU-2026-000002-R1", "qu-2026-000002"] {
                let one = try await look(wanted, as: ben)
                #expect(one.status == 303 && one.header("location") == "/crm/quotes/\(quotes[1].quoteID)")
            }
            for wanted in ["QU-2026-00000_", "QU-2026-000009"] {
                #expect(try await look(wanted, as: ben).text.contains("/crm/customers?q="), "\(wanted)")
            }
            // Whose menu does not lead to quotes finds the business transaction.
            let chain = try await look("QU-2026-000001-R1", as: staff([.planner]))
            #expect(chain.header("location") == "/chains/QU-2026-000001-R1")
        }
    }

    @Test func aTelephoneNumberLeadsToTheCustomers() async throws {
        try await Store.open { store in
            for (roles, leads) in [(Set<Role>([.support]), true), ([.warehouse], false)] {
                let token = try await store.service.token(for: staff(roles))
                let answer = await store.service.ask(
                    "GET", "/find?q=%2B86%20138-0000-1234",
                    headers: ["Accept": "text/html", "Authorization": "Bearer \(token)"])
                #expect((answer.header("location")?.hasPrefix("/crm/customers?q=") == true) == leads, "\(roles)")
            }
        }
    }

    /// Shipments, invoices and payments are found by their own numbers; who sells is led to the order.
    @Test func whatAnOrderLedToIsFound() async throws {
        try await Store.open { store in
            let (anna, joe, chain) = (staff([.finance]), staff([.sales]), UUID())
            let (order, payment) = (OrderID(), PaymentID())
            let shipped = SalesOrderShipped(
                orderID: order, number: "SO-1", shipmentNumber: "SHP-2026-000001", shippedOn: .today)
            let invoiced = SalesOrderInvoiced(
                orderID: order, number: "SO-1", invoiceNumber: "INV-2026-000001", customerID: CustomerID(),
                channel: .crm, net: .zero, tax: .zero, total: .zero, invoicedOn: .today)
            let received = PaymentReceived(
                paymentID: payment, number: "PAY-2026-000001", orderID: order, amount: .zero, method: .bank,
                receivedOn: .today)
            try await store.deliver(shipped, chain: chain, to: orderShipped)
            try await store.deliver(invoiced, chain: chain, to: keepInvoice)
            try await store.record([
                store.envelope(of: received, chain: chain),
                store.envelope(of: quote("QU-2026-000001-R1"), chain: chain, by: joe),
            ])
            func found(_ wanted: String, _ person: Person) async throws -> String? {
                let token = try await store.service.token(for: person)
                return await store.service.ask(
                    "GET", "/find?q=\(wanted)", headers: ["Accept": "text/html", "Authorization": "Bearer \(token)"]
                ).header("location")
            }
            for (wanted, page) in [
                ("shp-2026", "shipments/SHP-2026-000001"), ("INV-2026-000001", "invoices/INV-2026-000001"),
                ("pay-2026-000001", "payments/\(payment)"),
            ] {
                #expect(try await found(wanted, anna) == "/erp/\(page)")
            }
            #expect(try await found("INV-2026-000001", joe) == "/crm/orders/\(order)")
            #expect(try await found("INV-2026-000001", staff([.sales])) == nil, "who had no hand in it")
        }
    }

    /// Somebody at the workbench sees what happened last, not that a session ended or a product was changed.
    @Test func theWorkbenchTellsWhatHappenedLast() async throws {
        try await Store.open { store in
            let (ben, chain) = (staff([.salesManager]), UUID())
            let trip = TripWithdrawn(tripID: TripID(), number: "TR-2026-000001", withdrawnBy: ben.staffID)
            let lamp = ProductChanged(
                productID: ProductID(), sku: "LAMP-1", name: "Lamp", nameZh: "灯", unit: .piece,
                listPrice: Money(minor: 100), taxRate: .zero, sold: true, inShop: true)
            try await store.record([
                store.envelope(of: trip, chain: chain, by: ben),
                store.envelope(of: quote("QU-2026-000001-R1"), chain: chain, by: ben),
                store.envelope(
                    of: CustomerChanged(customerID: CustomerID(), number: "C-1", name: "Ken Ltd"), chain: chain, by: ben
                ),
                store.envelope(of: lamp, chain: UUID(), by: ben),
            ])
            let token = try await store.service.token(for: ben)
            let page = await store.service.ask(
                "GET", "/workbench",
                headers: [
                    "Accept": "text/html", "Cookie": "qiao_language=en", "Authorization": "Bearer \(token)",
                ])
            #expect(page.text.contains("TR-2026-000001") && page.text.contains("Quote sent"), "\(page.text)")
            #expect(!page.text.contains("LAMP-1") && !page.text.contains("Product changed"))
        }
    }
}
