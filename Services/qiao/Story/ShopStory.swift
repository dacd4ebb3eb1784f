import Foundation
import JSONSchema
import Kernel

/// The web shop from the other end: register, browse, order, stock held, pay, shipped, points, review.
struct ShopStory: Sendable {
    let cast: Cast
    let ground: Ground
    let journal: Journal
    private let quantity = Int.random(in: 1...5)

    init(cast: Cast, ground: Ground, journal: Journal) {
        self.cast = cast
        self.ground = ground
        self.journal = journal
    }

    private var net: Money { Money(minor: 39_00) * ExactDecimal(quantity) }
    private var total: Money { net + net * ExactDecimal(millionths: 130_000) }

    func play() async throws {
        let shopper = try await register()
        try await browse(shopper)
        let order = try await placeOrder(shopper)
        try await seeStockHeld(order, shopper)
        try await pay(order, shopper)
        try await ship(order, shopper)
        try await earnPoints(shopper)
        try await review(order, shopper)
    }

    private func register() async throws -> Person {
        try await journal.step("W1", "a shopper registers") {
            let mark = UUID().uuidString.prefix(8).lowercased()
            return try await Person.shopper(
                cast.gateway, email: "li-\(mark)@example.com", name: "Li \(mark)", password: "correct horse \(mark)")
        }
    }

    private func browse(_ shopper: Person) async throws {
        try await journal.step("W2", "browses: price and availability are ERP's") {
            try await ground.receive([(ground.cup, ExactDecimal(quantity))], by: cast.storekeeper)
            let product = try await eventually("the cup in the shop") { () -> JSONValue? in
                let answer = try await cast.gateway.call(
                    "GET", "/api/products/\(ground.cup)", token: await shopper.token)
                guard answer.status == 200 else { return nil }
                return try answer.body.decimal("available") >= ExactDecimal(quantity) ? answer.body : nil
            }
            try expect("the price with VAT", try product.money("price"), is: Money(minor: 44_07))
        }
    }

    private func placeOrder(_ shopper: Person) async throws -> String {
        try await journal.step("W3", "orders what is in the cart") {
            try await shopper.post(
                "/api/cart/lines", ["productID": .string(ground.cup), "quantity": .string(String(quantity))])
            let cart = try await shopper.get("/api/cart")
            try expect("the cart's total", try cart.money("total"), is: total)
            return try await shopper.post("/api/orders", ["shipTo": "1 Bridge Road, Shanghai"]).string("id")
        }
    }

    private func seeStockHeld(_ order: String, _ shopper: Person) async throws {
        try await journal.step("W4", "stock is held before payment is asked") {
            _ = try await reach("awaiting_payment", order, shopper)
        }
    }

    private func reach(_ state: String, _ order: String, _ shopper: Person) async throws -> JSONValue {
        try await eventually("the order is \(state)") { () -> JSONValue? in
            let found = try await shopper.get("/api/orders/\(order)")
            let now = try found.string("state")
            if ["rejected", "cancelled"].contains(now) { throw Unexpected("the order is \(now): \(found)") }
            return now == state ? found : nil
        }
    }

    /// The shopper is sent to the payment company and pays there; it tells the portal.
    private func pay(_ order: String, _ shopper: Person) async throws {
        try await journal.step("W5", "pays at the payment company") {
            let started = try await shopper.post("/api/orders/\(order)/payments", ["method": "online"])
            let page = try started.string("paymentURL")
            guard let path = URL(string: page)?.path else { throw Unexpected("no payment page: \(started)") }
            let paid = try await cast.gateway.call("POST", path + "/pay", token: nil)
            guard (200..<400).contains(paid.status) else { throw Unexpected("the payment company says \(paid.status)") }
            _ = try await reach("paid", order, shopper)
        }
    }

    private func ship(_ order: String, _ shopper: Person) async throws {
        try await journal.step("W6", "the warehouse ships") {
            _ = try await eventually("ERP knows the payment") { () -> Bool? in
                let found = try await cast.storekeeper.get("/erp/api/sales-orders/\(order)")
                return try found.money("outstanding") == Money.zero ? true : nil
            }
            let shipped = try await cast.storekeeper.post("/erp/api/sales-orders/\(order)/ship")
            try expect("the invoice total", try shipped.money("total"), is: total)
            _ = try await reach("shipped", order, shopper)
        }
    }

    private func earnPoints(_ shopper: Person) async throws {
        try await journal.step("W7", "points are earned") {
            let balance = try await eventually("the points") { () -> JSONValue? in
                let points = try await shopper.get("/api/points")["balance"]
                return points == 0 ? nil : points
            }
            try expect("the points", balance, is: .integer(total.minor / 100))
        }
    }

    private func review(_ order: String, _ shopper: Person) async throws {
        try await journal.step("W8", "the buyer reviews the cup") {
            _ = try await shopper.post(
                "/api/reviews",
                [
                    "orderID": .string(order), "productID": .string(ground.cup), "stars": 5,
                    "text": "A fine cup, quickly here",
                ])
        }
    }
}
