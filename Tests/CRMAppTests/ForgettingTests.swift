import CRMEvents
import ERPEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

@Suite("Shoppers who removed their account")
struct ForgettingTests {
    private let lily = ShopperID()
    private let card = InquiryID()
    private let order = OrderID()

    private func arrive(_ office: FrontOffice) async throws {
        try await office.deliver(
            ShopperRegistered(shopperID: lily, name: "Lily", email: "lily@example.com", phone: "+8613800138000"),
            shopperRegistered)
        try await office.deliver(
            InquirySubmitted(inquiryID: card, name: "Lily", phone: "13800138000", message: "a bike"), inquirySubmitted)
    }

    private func place(_ office: FrontOffice) async throws {
        try await office.deliver(
            WebOrderPlaced(
                orderID: order, number: "WEB-1", shopperID: lily, shopperName: "Lily", lines: [],
                net: Money(minor: 100_00), tax: Money(minor: 13_00), total: Money(minor: 113_00),
                shipTo: "Lily, 1 Bridge Road"), webOrderPlaced)
    }

    private func remove(_ office: FrontOffice) async throws {
        try await office.deliver(
            ShopperRemoved(shopperID: lily, orderIDs: [order], inquiryIDs: [card]), shopperRemoved)
    }

    /// How many rows still say who she was.
    private func traces(_ office: FrontOffice) async throws -> Int {
        try await office.database.one(
            """
            select (select count(*) from customer where name = 'Lily' or num_nonnulls(email, phone) > 0)
                + (select count(*) from lead where name = 'Lily' or num_nonnulls(email, phone, note) > 0)
                + (select count(*) from contact where name = 'Lily')
                + (select count(*) from sales_order where customer_name = 'Lily')
                + (select count(*) from opportunity where title = 'Lily')
                + (select count(*) from timeline_entry where number = 'Lily' or detail like '%Lily%')
            """)
    }

    @Test func areForgottenOnceWhatIsOfThemHasArrived() async throws {
        try await FrontOffice.open { office in
            try await arrive(office)
            await #expect(throws: NotYet.self) { try await remove(office) }
            try await place(office)
            try await office.database.execute("update sales_order set state = 'cancelled'")
            #expect(try await traces(office) > 3)
            try await remove(office)
            #expect(try await traces(office) == 0)
            #expect(try await office.emitted(CustomerChanged.self).last?.name == ShopperRemoved.inPlaceOfTheName)
            #expect(try await office.emitted(LeadChanged.self).last?.state == "lost")
            let orders: Int = try await office.database.one("select count(*) from sales_order")
            #expect(orders == 1, "the order stays")
        }
    }

    @Test func areKnownUntilBusinessIsOver() async throws {
        try await FrontOffice.open { office in
            try await arrive(office)
            try await place(office)
            let lead: LeadID = try await office.database.one("select lead_id from lead")
            _ = try await office.call("leads/{id}/claim", ["id": .string(lead.description)], as: office.joe)
            _ = try await office.call("leads/{id}/convert", ["id": .string(lead.description)], as: office.joe)
            try await remove(office)
            #expect(try await traces(office) > 3)
            try await office.database.execute("update sales_order set state = 'invoiced', paid_in_full = true")
            let waiting = ForgetCustomers(context: office.service.context)
            try await waiting.look()
            let known: Int = try await office.database.one("select count(*) from customer where name = 'Lily'")
            #expect(known == 1, "the deal that Joe opened is not decided")
            try await office.database.execute("update opportunity set stage = 'lost', lost_reason = 'gone'")
            try await waiting.look()
            #expect(try await traces(office) == 0)
        }
    }
}
