import Foundation
import JSONSchema
import Kernel
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct PageTests {
    @Test func nothingIsShownAsNothing() throws {
        let configuration = ServiceConfiguration(databaseURL: "postgres://x@127.0.0.1/x", amqpURL: "amqp://x@127.0.0.1")
        let app = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Services/portal-service/App")
        let problems = try PageCheck.problems(
            of: PortalService.definition(configuration), sources: [app],
            built: [
                "state_", "event_", "lane_", "channel_", "refund_", "role_", "todo_", "nav_", "shop_order_", "price_",
            ])
        #expect(problems == [])
    }

    @Test(arguments: ["zh", "en"]) func everyPageShowsItself(language: String) async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.shippedOrder()
            _ = try await shopper.acceptedOrder()
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.tea)","quantity":"11"}"#)
            let person = Person(id: UUID(), name: "Anna", kind: .staff, roles: [.administrator])
            let staff = try await store.service.token(for: person)
            let pages: [(path: String, token: String?, shows: String)] = [
                ("/", nil, "POT-01"), ("/shop?q=tea", nil, "TEA-100"), ("/products/\(store.pot)", nil, "¥300.00"),
                ("/contact", nil, "<textarea"),
                ("/shopper/register", nil, "new-password"), ("/shopper/sign-in?then=//evil", nil, #"value="/shop""#),
                ("/products/\(store.pot)", shopper.token, "/api/cart/lines"), ("/cart", shopper.token, "TEA-100"),
                ("/checkout", shopper.token, "shipTo"), ("/orders", shopper.token, order.number),
                ("/orders/\(order.id)", shopper.token, "/api/reviews"),
                ("/account", shopper.token, "/api/account/password"),
                ("/account/removal", shopper.token, "current-password"), ("/shopper/removed", nil, "/shop"),
                ("/shopper/password", nil, "/api/shopper-password-codes"),
                ("/shopper/password?contact=13800138000", nil, "new-password"), ("/points", shopper.token, "300"),
                ("/workbench", staff, "Anna"), ("/chains", staff, "name=\"q\""),
                ("/find?q=zzz", staff, "/crm/customers?q=zzz"), ("/dashboard", staff, "data-value"),
                ("/orders/\(order.id)", staff, "/chains/\(order.number)"), ("/shop/products", staff, "TEA-100"),
                ("/shop/products/\(store.tea)", staff, "_put"), ("/shop/categories", staff, "/api/categories"),
            ]
            for page in pages {
                var headers = ["Accept": "text/html", "Cookie": "qiao_language=\(language)"]
                if let token = page.token { headers["Authorization"] = "Bearer \(token)" }
                let answer = await store.service.ask("GET", page.path, headers: headers)
                #expect(answer.status == 200, "\(page.path)")
                #expect(answer.text.contains(page.shows), "\(page.path) shows \(page.shows)")
                // A name that the view lacks is looked for around it: what is found there is no text.
                #expect(!answer.text.contains("PortalApp."), "\(page.path) shows a value of the code")
            }
        }
    }
}
