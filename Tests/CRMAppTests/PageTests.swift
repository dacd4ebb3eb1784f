import Foundation
import JSONSchema
import Kernel
import ServiceRuntime
import Testing

@testable import CRMApp

@Suite("Pages of the front office")
struct PageTests {
    @Test func nothingIsShownAsNothing() throws {
        let configuration = ServiceConfiguration(databaseURL: "postgres://x@127.0.0.1/x", amqpURL: "amqp://x@127.0.0.1")
        let app = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Services/crm-service/App")
        let problems = try PageCheck.problems(
            of: CRMService.definition(configuration), sources: [app],
            built: [
                "state_", "timeline.", "source_", "terms_", "method_", "channel_", "outcome_", "option_", "nav_",
                "role_", "refund_", "order_waits_",
            ])
        #expect(problems.isEmpty)
    }

    /// What people call it comes first.
    private static let headings = ["leads/{id}": "Ken", "customers/{id}": "Ken &amp; Co"]

    @Test(arguments: Language.allCases) func aDealIsSeenOnEveryPage(_ language: Language) async throws {
        try await FrontOffice.open { office in
            let deal = Deal(office: office)
            let (known, quote) = try await deal.quoted(price: "95.00")
            _ = try await deal.submit(quote, 1)
            try await deal.revise(quote, price: "94.00")
            let order = try await deal.accept(quote, 1)
            let pages: [(String, String, String)] = [
                ("leads", "", "Ken &amp; Co"), ("leads/new", "", "/crm/api/lookups/trips"),
                ("leads/{id}", known.text("leadID"), "¥3,000.00"), ("customers", "", "Ken &amp; Co"),
                ("customers/{id}", known.text("customerID"), "Ken"), ("quotes", "", "R2"),
                ("opportunities/{id}", known.text("opportunityID"), "Ken &amp; Co"),
                ("opportunities/{id}/quotes/new", known.text("opportunityID"), "/crm/api/lookups/products"),
                ("quotes/{id}", quote, ">\(order.text("orderNumber"))</a>"), ("quotes/{id}", quote, "3 × ¥94.00"),
                ("quotes/{id}/versions/new", quote, "BIKE-1 · "),
                ("orders", "", order.text("orderNumber")), ("orders/{id}", order.text("orderID"), "gift box"),
            ]
            for (path, id, expected) in pages {
                // Lists begin with what is open; this deal is done.
                let input: [String: JSONValue] = id.isEmpty ? ["state": "all"] : ["id": .string(id)]
                let html = try await office.page(path, input, as: office.ben, language)
                #expect(html.contains(expected), "\(path) shows \(expected)")
                if let name = Self.headings[path] {
                    #expect(html.contains("<h1 id=\"document-number\">\(name)</h1>"), "\(path) is headed by \(name)")
                }
                if path.hasSuffix("/new"), path != "leads/new" {
                    let shown = html.prefix(
                        upTo: try #require(html.range(of: "<details class=\"qiao-more\"")).lowerBound)
                    #expect(shown.matches(of: /<fieldset/).count == 1, "\(path) shows one line")
                }
                #expect(!html.contains(">timeline.") && !html.contains(">state_"), "\(path) has a text for everything")
            }
        }
    }
}
