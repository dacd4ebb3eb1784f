import EventContracts
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct PaymentTests {
    @Test func theSameNotificationManyTimesHasOneEffect() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            let payment = try await shopper.startPayment(of: order)
            let notice = try store.notice(payment, of: order)
            let results = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<12 { group.addTask { try await store.notify(notice) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results == Array(repeating: "SUCCESS", count: 12))
            #expect(try await shopper.look(at: order).state == .paid)
            #expect(
                try await store.published(about: order.id.rawValue) == [
                    "portal.web-order.placed", "portal.web-order.paid",
                ])
            #expect(try await store.database.one("select deliveries from payment_notification", as: Int.self) == 12)
            #expect(try await store.figure("portal.orders.paid_online") == "300.00")
        }
    }

    @Test(arguments: [
        ["amount": "299.99"], ["amount": "300.01"], ["currency": "USD"], ["merchant": "other"],
        ["orderNumber": "WEB-2026-999999"], ["status": "CLOSED"], ["amount": "much"],
    ])
    func whatDoesNotFitNeverPays(_ change: [String: String]) async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            let payment = try await shopper.startPayment(of: order)
            let wrong = try store.notice(payment, of: order, change)
            #expect(try await store.notify(wrong) == "FAIL")
            #expect(try await store.notify(wrong) == "FAIL")
            #expect(try await shopper.look(at: order).state == .awaitingPayment)
            #expect(
                try await store.database.one("select outcome from payment_notification", as: String.self) == "refused")
            // The right one still pays.
            #expect(try await store.notify(store.notice(payment, of: order, transaction: "T2")) == "SUCCESS")
            #expect(try await shopper.look(at: order).state == .paid)
        }
    }

    @Test func aWrongSignatureIsTurnedAwayAndNotKept() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            let payment = try await shopper.startPayment(of: order)
            let forged = try store.notice(payment, of: order).replacing("300.00", with: "0.01")
            #expect(try await store.notify(forged) == "401")
            #expect(try await store.database.one("select count(*) from payment_notification", as: Int.self) == 0)
        }
    }

    @Test func askingAgainIsTheSamePayment() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let placed = try await shopper.order()
            #expect(await shopper.post("/api/orders/\(placed.id)/payments").status == 409)
            try await store.accept(placed)
            let first = try await shopper.startPayment(of: placed)
            let second = try await shopper.startPayment(of: placed)
            #expect(first.paymentID == second.paymentID)
            #expect(first.paymentURL.hasSuffix("/pay/charges/\(first.paymentID)"))
            let other = try await Shopper(in: store)
            #expect(await other.post("/api/orders/\(placed.id)/payments").status == 404)
        }
    }

    @Test func moneyThatCameTwiceGoesBack() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            let payment = try await shopper.startPayment(of: order)
            #expect(try await store.notify(store.notice(payment, of: order)) == "SUCCESS")
            #expect(try await store.notify(store.notice(payment, of: order, transaction: "T2")) == "SUCCESS")
            #expect(try await shopper.look(at: order).refunds.map(\.reason) == [.paidTwice])
            #expect(try await store.figure("portal.orders.paid_online") == "300.00")
            #expect(try await store.figure("portal.refunds.due") == "1")
            let sender = RefundSender(context: store.service.context)
            let company = try PortalApp.PaymentCompany(store.service.configuration)
            #expect(try await sender.sendNext(company))
            #expect(try await sender.sendNext(company) == false)
            #expect(try await store.figure("portal.refunds.due") == "0")
            #expect(try await shopper.look(at: order).refunds.map(\.isDone) == [true])
        }
    }

    @Test func paidThroughTheBankFirst() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            let payment = try await shopper.startPayment(of: order)
            try await store.payThroughTheBank(order)
            #expect(try await shopper.look(at: order).paidBy == .bank)
            #expect(try await store.notify(store.notice(payment, of: order)) == "SUCCESS")
            #expect(try await shopper.look(at: order).refunds.map(\.reason) == [.paidTwice])
            #expect(try await store.published(about: order.id.rawValue) == ["portal.web-order.placed"])
        }
    }

    /// Whoever is first wins; money for a cancelled order goes back.
    @Test func cancellingRacesWithPaying() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            for round in 0..<8 {
                let order = try await shopper.acceptedOrder()
                let payment = try await shopper.startPayment(of: order)
                let notice = try store.notice(payment, of: order, transaction: "T\(round)")
                async let paid = store.notify(notice)
                async let cancelled = shopper.post("/api/orders/\(order.id)/cancel")
                let (result, status) = try await (paid, cancelled.status)
                let seen = try await shopper.look(at: order)
                let events = try await store.published(about: order.id.rawValue)
                #expect(result == "SUCCESS")
                if status == 200 {
                    #expect(seen.state == .cancelled && seen.refunds.map(\.reason) == [.orderClosed])
                    #expect(events == ["portal.web-order.placed", "portal.web-order.cancelled"])
                } else {
                    #expect(status == 409 && seen.state == .paid && seen.refunds.isEmpty)
                    #expect(events == ["portal.web-order.placed", "portal.web-order.paid"])
                }
            }
        }
    }

    @Test func aPaymentCompanyThatIsAwayIsNoError() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            let answer = await shopper.post("/api/orders/\(order.id)/payments")
            #expect(answer.status == 503)
            #expect(answer.header("retry-after") != nil)
            // The attempt was written down first and is taken up again.
            #expect(
                try await store.database.one("select state from payment_attempt", as: String.self) == "recorded")
        }
    }
}
