import CRMEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

@Suite("Two at once")
struct RaceTests {
    @Test func concurrentAcceptancesMakeOneOrder() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "95.00")
            _ = try await deal.submit(quote, 1)
            let accepted = await count(8) { _ in _ = try await deal.accept(quote, 1) }
            #expect(accepted == 1)
            #expect(try await office.emitted(OrderConfirmed.self).count == 1)
            #expect(try await office.database.one("select count(*) from sales_order", as: Int.self) == 1)
        }
    }

    @Test func aPoolLeadIsClaimedByOne() async throws {
        try await FrontOffice.open { office in
            try await office.deliver(
                InquirySubmitted(inquiryID: InquiryID(), name: "Lily", message: "a bike for my son"), inquirySubmitted)
            let leads = try await office.read("leads", ["pool": true], as: office.joe)
            let id = try #require(leads["items"]?.elements?.first).text("id")
            let claimed = await count(6) { index in
                let person = index.isMultiple(of: 2) ? office.joe : office.ben
                _ = try await office.call("leads/{id}/claim", ["id": .string(id)], as: person)
            }
            #expect(claimed == 1)
            #expect(try await office.emitted(TodoOpened<CRM>.self).count == 1)
            #expect(try await office.emitted(TodoClosed<CRM>.self).count == 1)
        }
    }

    @Test func aLeadIsConvertedOnce() async throws {
        try await FrontOffice.open { office in
            let lead = try await office.call("leads", ["name": "Ken", "source": "card"], as: office.joe)
            let converted = await count(6) { _ in
                _ = try await office.call("leads/{id}/convert", ["id": .string(lead.text("id"))], as: office.joe)
            }
            #expect(converted == 1)
            #expect(try await office.database.one("select count(*) from customer", as: Int.self) == 1)
        }
    }

    /// How many of `attempts` concurrent calls succeed.
    private func count(_ attempts: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async -> Int {
        await withTaskGroup(of: Bool.self) { group in
            for index in 0..<attempts {
                group.addTask {
                    do { try await body(index) } catch { return false }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}
