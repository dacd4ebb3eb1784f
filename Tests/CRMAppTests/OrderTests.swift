import CRMEvents
import ERPEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Messaging
import OAEvents
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

@Suite("Orders and what they earn")
struct OrderTests {
    @Test func erpReportsBackAndTheTimelineTellsItAll() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (known, quote) = try await deal.quoted(price: "95.00")
            try await office.deliver(TripFunded(tripID: deal.trip, number: "TR-2026-000001"), tripFunded)
            _ = try await deal.submit(quote, 1)
            let accepted = try await deal.accept(quote, 1)
            let order = try #require(OrderID(accepted.text("orderID")))
            let customer = try #require(CustomerID(known.text("customerID")))
            func owed() async throws -> String? {
                try await office.read("customers/{id}", ["id": .string(customer.description)], as: office.joe)[
                    "outstanding"]?.text("amount")
            }
            #expect(try await owed() == "322.05")
            try await settle(order, of: customer, .crm, office)
            #expect(try await owed() == "0.00")

            let shown = try await office.read("orders/{id}", ["id": .string(order.description)], as: office.joe)
            #expect(shown.text("state") == "invoiced")
            #expect(shown["paidInFull"] == true)
            #expect(shown["paid"]?.text("amount") == "322.05")
            #expect(shown.text("promisedDate") == "2026-12-01")
            #expect(shown.text("shipmentNumber") == "SH-1")
            let lead = try await office.read("leads/{id}", ["id": .string(known.text("leadID"))], as: office.joe)
            let kinds = lead["timeline"]?.elements?.map { $0.text("kind") } ?? []
            for kind in [
                "oa.trip.filed", "oa.trip.funded", "crm.lead.captured", "crm.lead.converted", "crm.quote.sent",
                "crm.order.confirmed", "erp.sales-order.planned", "erp.payment.received", "erp.sales-order.shipped",
                "erp.sales-order.invoiced",
            ] {
                #expect(kinds.contains(kind), "\(kind) is on Ken's timeline")
            }
        }
    }

    @Test func contributionCountsBothChannelsAndEveryReadIsOnRecord() async throws {
        try await FrontOffice.open { office in
            let shopper = ShopperID()
            let customer = CustomerID(rawValue: shopper.rawValue)
            let order = OrderID()
            // Cost, payment and invoice are streams of their own: they may be here before the order is.
            try await office.deliver(cost(order, of: customer, .web), orderCostSettled)
            try await office.deliver(cost(OrderID(), of: customer, .crm), orderCostSettled)
            await #expect(throws: NotYet.self) {
                try await office.deliver(
                    SalesOrderAccepted(
                        orderID: order, number: "WO-1", channel: .web, customerID: customer,
                        total: Money(minor: 113_00), paymentTerms: .prepaid), salesOrderAccepted)
            }
            try await office.deliver(
                ShopperRegistered(shopperID: shopper, name: "Lily", email: "lily@example.com"), shopperRegistered)
            let path: [String: JSONValue] = ["id": .string(customer.description)]
            let earned = try await office.read("customers/{id}/contribution", path, as: office.ben)
            #expect(earned["revenue"]?.text("amount") == "200.00")
            #expect(earned["contribution"]?.text("amount") == "80.00")
            #expect(earned.text("margin") == "0.4")
            await #expect(throws: Problem.self, "sales may not") {
                try await office.read("customers/{id}/contribution", path, as: office.joe)
            }
            let detail = try await office.read("customers/{id}", path, as: office.joe)
            #expect(detail["contribution"] == nil)
            let readers: [String] = try await office.database.all(
                "select actor_name || ' ' || action from rt_audit where kind = 'read' order by entry_id")
            #expect(readers == ["Ben reads contribution", "Joe reads contact details"])
            #expect(try await office.emitted(CreditTermsChanged.self).map(\.paymentTerms) == [.prepaid])
        }
    }

    @Test func aShopperIsACustomerWithTheirPhoneOrTheirAddress() async throws {
        try await FrontOffice.open { office in
            let (lily, mei) = (ShopperID(), ShopperID())
            try await office.deliver(
                ShopperRegistered(shopperID: lily, name: "Lily", phone: "+8613800138000"), shopperRegistered)
            try await office.deliver(
                ShopperRegisteredV1(shopperID: mei, name: "Mei", email: "mei@example.com"), shopperRegistered)
            func shown(_ shopper: ShopperID) async throws -> JSONValue {
                try await office.read("customers/{id}", ["id": .string(shopper.description)], as: office.joe)
            }
            #expect(try await shown(lily).text("phone") == "+8613800138000")
            #expect(try await shown(lily).text("email") == "")
            try await office.deliver(
                ShopperChanged(shopperID: lily, name: "Lily Lin", email: "lily@example.com", phone: "+8613800138000"),
                shopperChanged)
            #expect(try await shown(lily).text("name") == "Lily Lin")
            #expect(try await office.emitted(CustomerChanged.self).last?.email == "lily@example.com")
            #expect(try await shown(mei).text("email") == "mei@example.com")
        }
    }

    @Test func aTripThatHasNotArrivedIsAskedForAgain() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            await #expect {
                try await deal.meetKen()
            } throws: { error in
                (error as? Problem)?.status == 409 && (error as? Problem)?.retryAfter != nil
            }
            try await deal.fileTrip()
            _ = try await deal.meetKen()
        }
    }

    @Test func onlyTheOwnerOrAManagerChangesADeal() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "95.00")
            let stranger = Person(id: UUID(), name: "Tom", kind: .staff, roles: [.sales])
            let submission: [String: JSONValue] = ["id": .string(quote), "version": 1]
            await #expect(throws: Problem.self) {
                try await office.call("quotes/{id}/submit", submission, as: stranger)
            }
            await #expect(throws: Problem.self) {
                try await office.call("quotes/{id}/submit", submission, as: office.anna)
            }
            let answer = try await office.call("quotes/{id}/submit", submission, as: office.ben)
            #expect(answer.text("state") == "sent")
        }
    }

    private func cost(_ order: OrderID, of customer: CustomerID, _ channel: OrderChannel) -> OrderCostSettled {
        OrderCostSettled(
            orderID: order, number: "O", customerID: customer, channel: channel, revenue: Money(minor: 100_00),
            material: Money(minor: 30_00), labour: Money(minor: 20_00), machine: Money(minor: 5_00),
            overhead: Money(minor: 5_00), cost: Money(minor: 60_00))
    }

    private func settle(
        _ order: OrderID, of customer: CustomerID, _ channel: OrderChannel, _ office: FrontOffice
    ) async throws {
        let (number, total) = ("SO-1", Money(minor: 322_05))
        let day = try #require(BusinessDate("2026-12-01"))
        try await office.deliver(
            SalesOrderAccepted(
                orderID: order, number: number, channel: channel, customerID: customer, total: total,
                paymentTerms: .prepaid), salesOrderAccepted)
        try await office.deliver(
            SalesOrderPlanned(orderID: order, number: number, promisedDate: day, workOrders: 2), salesOrderPlanned)
        try await office.deliver(SalesOrderStarted(orderID: order, number: number), salesOrderStarted)
        try await office.deliver(SalesOrderProduced(orderID: order, number: number), salesOrderProduced)
        try await office.deliver(
            PaymentReceived(
                paymentID: PaymentID(), number: "PY-1", orderID: order, amount: total, method: .bank, receivedOn: day),
            paymentReceived)
        try await office.deliver(SalesOrderPaid(orderID: order, number: number, paid: total), salesOrderPaid)
        try await office.deliver(
            SalesOrderShipped(orderID: order, number: number, shipmentNumber: "SH-1", shippedOn: day),
            salesOrderShipped)
        try await office.deliver(
            SalesOrderInvoiced(
                orderID: order, number: number, invoiceNumber: "INV-1", customerID: customer, channel: channel,
                net: Money(minor: 285_00), tax: Money(minor: 37_05), total: total, invoicedOn: day),
            salesOrderInvoiced)
        try await office.deliver(cost(order, of: customer, channel), orderCostSettled)
    }
}
