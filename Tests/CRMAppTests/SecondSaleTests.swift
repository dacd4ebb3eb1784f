import EventContracts
import JSONSchema
import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import CRMApp

@Suite struct SecondSaleTests {
    /// Who has bought before is sold to again without being a lead again; the second sale is a chain of its own.
    @Test func aCustomerIsSoldToAgain() async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (known, _) = try await deal.quoted(price: "95.00")
            let customer: [String: JSONValue] = ["id": .string(known.text("customerID"))]
            let opened = try await office.call(
                "customers/{id}/opportunities", customer.merging(["title": "Ten more"]) { $1 }, as: office.joe)
            let id: [String: JSONValue] = ["id": .string(opened.text("opportunityID"))]
            let quote = try await office.call(
                "opportunities/{id}/quotes", deal.offer(price: "95.00").merging(id) { $1 }, as: office.joe)
            _ = try await deal.submit(quote.text("id"), 1)

            let shown = try await office.read("customers/{id}", customer, as: office.joe)
            #expect(shown["opportunities"]?.elements?.map { $0.text("title") } == ["Ten more", "Ken & Co"])
            let chains: [String] = try await office.database.all("select distinct chain::text from opportunity")
            #expect(chains.count == 2)
            await #expect(throws: Problem.self, "it is Joe's customer") {
                try await office.call("customers/{id}/opportunities", customer, as: office.anna)
            }
        }
    }
}
