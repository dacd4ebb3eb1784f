import ERPEvents
import Foundation
import JSONSchema
import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

/// What the lists of the front office begin with.
@Suite("Lists of the front office")
struct ListPageTests {
    /// What came to an end is a click away, and found by its name.
    @Test func leadsBeginWithWhatIsOpen() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            try await deal.fileTrip()
            _ = try await deal.meetKen()
            _ = try await office.call("leads", ["name": "Mei", "source": "card"], as: office.joe)
            func lists(_ query: [String: JSONValue]) async throws -> [Bool] {
                let list = try await office.page("leads", query, as: office.joe)
                return ["Ken", "Mei"].map { list.contains(">\($0)</a>") }
            }
            #expect(try await lists([:]) == [false, true])
            #expect(try await lists(["state": "all"]) == [true, true])
            #expect(try await lists(["state": "converted"]) == [true, false])
            #expect(try await lists(["q": "ken"]) == [true, false])
            let open = try await office.page("leads", as: office.joe)
            #expect(open.contains("href=\"/crm/leads?state=all\"") && open.contains(">Open</option>"))
            let all = try await office.read("leads", as: office.joe)["items"]?.elements?.count
            let few = try await office.read("leads", ["state": "open"], as: office.joe)["items"]?.elements?.count
            #expect(all == 2 && few == 1, "programs get what they ask for")
        }
    }

    @Test func quotesAndOrdersBeginWithWhatIsOpen() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (_, quote) = try await deal.quoted(price: "95.00")
            func lists(_ list: String, _ id: String, _ query: [String: JSONValue] = [:]) async throws -> Bool {
                try await office.page(list, query, as: office.joe).contains("\"/crm/\(list)/\(id)\"")
            }
            _ = try await deal.submit(quote, 1)
            #expect(try await lists("quotes", quote))
            try await deal.revise(quote, price: "94.00")
            let order = try await deal.accept(quote, 1).text("orderID")
            #expect(try await !lists("quotes", quote), "though its latest version is a draft")
            #expect(try await lists("quotes", quote, ["state": "all"]))

            try await office.database.execute("update sales_order set state = 'invoiced'")
            #expect(try await lists("orders", order), "what is not paid is not done")
            try await office.database.execute("update sales_order set paid_in_full = true")
            #expect(try await !lists("orders", order))
            #expect(try await lists("orders", order, ["state": "invoiced"]))
        }
    }
}
