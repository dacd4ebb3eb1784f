import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

@Suite("A discount below the floor price")
struct QuoteApprovalTests {
    @Test func isApprovedThenAcceptedAndBecomesAnOrder() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (known, quote) = try await deal.quoted(price: "95.00")
            #expect(try await deal.submit(quote, 1) == "sent")
            _ = try await office.call(
                "quotes/{id}/counter-offers",
                ["id": .string(quote), "version": 1, "text": "80 each", "offer": ["amount": "240.00"]], as: office.joe)
            try await deal.revise(quote, price: "85.00")
            #expect(try await deal.states(quote) == ["sent", "draft"])
            #expect(try await deal.submit(quote, 2) == "in_approval")
            #expect(try await deal.states(quote) == ["superseded", "in_approval"])
            await #expect(throws: AcceptanceError.notSent(.inApproval)) { try await deal.accept(quote, 2) }
            await #expect(throws: AcceptanceError.superseded) { try await deal.accept(quote, 1) }

            let request = try #require(try await office.emitted(ApprovalRequested.self).first)
            #expect(request.applicantID == office.joe.staffID)
            #expect(!request.reason.contains("90.00"), "the floor is sensitive")
            let page = try await office.page("quotes/{id}", ["id": .string(quote)], as: office.joe)
            #expect(page.contains("BIKE-1: ¥85.00 (¥100.00)") && !page.contains("CNY"))
            let matter = try #require(request.matter)
            #expect(matter.asker == office.joe.staffID && matter.customerID?.description == known.text("customerID"))
            #expect(matter.party == "Ken & Co" && matter.amount == request.amount)
            #expect(matter.belowFloor?.map(\.unitPrice) == [Money(minor: 85_00)])
            try await deal.decide(quote, .approved, hash: request.contentHash)
            #expect(try await deal.states(quote) == ["superseded", "sent"])
            let told = try await office.emitted(TodoOpened<CRM>.self)
            #expect(told.map(\.titleKey) == ["todo_quote_approved"] && told.first?.matter?.party == "Ken & Co")

            let order = try await deal.accept(quote, 2)
            let confirmed = try #require(try await office.emitted(OrderConfirmed.self).first)
            #expect(confirmed.number == order.text("orderNumber"))
            #expect(confirmed.net == Money(minor: 255_00))
            #expect(confirmed.tax == Money(minor: 33_15))
            #expect(confirmed.total == confirmed.net + confirmed.tax)
            #expect(confirmed.customerID.description == known.text("customerID"))
            let configuration = try #require(try await office.emitted(ConfigurationAccepted.self).first)
            #expect(configuration.options == ["packaging": "gift box"])
            #expect(confirmed.lines.first?.configurationID == configuration.configurationID)
            #expect(try await office.emitted(TodoClosed<CRM>.self).count == 1)
            // From the trip to the order it is one chain.
            for type in ["crm.lead.captured", "crm.quote.sent", "crm.order.confirmed", "crm.configuration.accepted"] {
                #expect(try await Set(office.chains(of: type)) == [deal.tripChain])
            }
            let stage: String = try await office.database.one("select stage from opportunity")
            #expect(stage == "won")
        }
    }

    @Test func isRefusedAndTheCustomerKeepsTheVersionBefore() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "95.00")
            _ = try await deal.submit(quote, 1)
            try await deal.revise(quote, price: "50.00")
            _ = try await deal.submit(quote, 2)
            let request = try #require(try await office.emitted(ApprovalRequested.self).first)
            try await deal.decide(quote, .rejected, hash: request.contentHash)
            #expect(try await deal.states(quote) == ["sent", "rejected"])
            _ = try await deal.accept(quote, 1)
        }
    }

    @Test func aDecisionOverOtherContentChangesNothing() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "85.00")
            _ = try await deal.submit(quote, 1)
            try await deal.decide(quote, .approved, hash: String(repeating: "0", count: 64))
            try await deal.decide(quote, .approved, hash: nil)
            #expect(try await deal.states(quote) == ["in_approval"])
        }
    }

    @Test func aDecisionOverAReplacedVersionChangesNothing() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "85.00")
            _ = try await deal.submit(quote, 1)
            try await deal.revise(quote, price: "95.00")
            _ = try await deal.submit(quote, 2)
            let request = try #require(try await office.emitted(ApprovalRequested.self).first)
            let withdrawn = try await office.emitted(ApprovalWithdrawn.self)
            #expect(withdrawn.map(\.requestID) == [request.requestID])
            #expect(withdrawn.map(\.reason) == [.replaced])
            #expect(withdrawn.first?.replacedBy?.hasSuffix("-R2") == true)
            // The approver was quicker than the news that nobody needs an answer.
            try await deal.decide(quote, .approved, hash: request.contentHash)
            #expect(try await deal.states(quote) == ["superseded", "sent"])
            #expect(try await office.emitted(TodoOpened<CRM>.self).isEmpty)
            await #expect(throws: AcceptanceError.superseded) { try await deal.accept(quote, 1) }
        }
    }

    @Test func aDeclinedQuoteNeedsNoApproval() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "85.00")
            _ = try await deal.submit(quote, 1)
            _ = try await office.call("quotes/{id}/decline", ["id": .string(quote)], as: office.joe)
            let request = try #require(try await office.emitted(ApprovalRequested.self).first)
            let withdrawn = try await office.emitted(ApprovalWithdrawn.self)
            #expect(withdrawn.map(\.requestID) == [request.requestID])
            #expect(withdrawn.map(\.reason) == [.declined])
            try await deal.decide(quote, .withdrawn, hash: request.contentHash)
            #expect(try await deal.states(quote) == ["declined"])
        }
    }

    @Test func aDecidedApprovalIsNotWithdrawn() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "85.00")
            _ = try await deal.submit(quote, 1)
            let request = try #require(try await office.emitted(ApprovalRequested.self).first)
            try await deal.decide(quote, .approved, hash: request.contentHash)
            try await deal.revise(quote, price: "84.00")
            #expect(try await deal.submit(quote, 2) == "in_approval")
            #expect(try await office.emitted(ApprovalWithdrawn.self).isEmpty)
        }
    }

    @Test func contentThatIsNotWhatWasApprovedIsNotAccepted() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "85.00")
            _ = try await deal.submit(quote, 1)
            let request = try #require(try await office.emitted(ApprovalRequested.self).first)
            try await deal.decide(quote, .approved, hash: request.contentHash)
            await #expect(throws: PostgresError.self, "the database refuses to change a line") {
                try await office.database.execute("update quote_line set quantity = 30")
            }
            // Someone with the owner's rights gets around the trigger: the hash still tells.
            try await office.database.execute("alter table quote_line disable trigger quote_line_immutable")
            try await office.database.execute("update quote_line set unit_price = 1")
            await #expect(throws: AcceptanceError.contentChanged) { try await deal.accept(quote, 1) }
            #expect(try await office.emitted(OrderConfirmed.self).isEmpty)
        }
    }

    @Test func isSeenInTheDraft() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "89.99")
            try await deal.revise(quote, price: "90.00")
            func versions(_ person: Person) async throws -> [JSONValue] {
                try await office.read("quotes/{id}", ["id": .string(quote)], as: person)["versions"]?.elements ?? []
            }
            let (joe, ben) = (try await versions(office.joe), try await versions(office.ben))
            #expect(joe.map { $0["needsApproval"] } == [true, false])
            // Which line it is would tell Joe the floor; his manager sees it.
            #expect(joe[0]["lines"]?.elements?[0]["belowFloor"] == false)
            #expect(joe[0]["lines"]?.elements?[0]["floorPrice"] == nil)
            #expect(ben[0]["lines"]?.elements?[0]["belowFloor"] == true)
            #expect(ben[0]["lines"]?.elements?[0]["floorPrice"]?.text("amount") == "90.00")
            let page = try await office.page("quotes/{id}", ["id": .string(quote)], as: office.joe)
            #expect(page.contains("Submit for approval") && !page.contains("¥90.00)"))
        }
    }

    @Test func anUnknownFloorPriceLetsNothingPass() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "95.00")
            try await office.database.execute("delete from price_floor")
            await #expect(throws: FloorPriceUnknown.self) { try await deal.submit(quote, 1) }
            #expect(try await deal.states(quote) == ["draft"])
        }
    }
}
