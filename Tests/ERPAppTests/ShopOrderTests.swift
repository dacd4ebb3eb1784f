import ERPEvents
import EventContracts
import Kernel
import Messaging
import PortalEvents
import Postgres
import Testing

@testable import ERPApp
@testable import ServiceRuntime

@Suite struct ShopOrderTests {
    @Test func twelveBuyersOfFivePieces() async throws {
        try await Works.open { works in
            let cup = try await works.add("CUP", "finished", price: "100.00", sold: true, inShop: true)
            try await works.receive([(cup, 5, "40.00")])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await works.deliver(works.placed(1, of: cup), takeWebOrder) }
                }
                try await group.waitForAll()
            }
            #expect(try await works.figure("erp.orders.web.count") == "5")
            let stock = try await stock(of: cup, works.database)
            #expect(stock.onHand == ExactDecimal(5) && stock.reserved == ExactDecimal(5) && stock.available == .zero)
            #expect(try await works.faults() == [])
        }
    }

    @Test func theSameItemOnTwoLinesIsCountedTogether() async throws {
        try await Works.open { works in
            let cup = try await works.add("CUP", "finished", price: "100.00", sold: true, inShop: true)
            try await works.receive([(cup, 5, "40.00")])
            var order = works.placed(3, of: cup)
            order.lines.append(works.orderLine(3, of: cup, at: "100.00"))
            (order.net, order.tax, order.total) = (yuan("600.00"), yuan("78.00"), yuan("678.00"))
            try await works.deliver(order, takeWebOrder)
            #expect(try await salesOrder(order.orderID, works.database).state == "rejected")
        }
    }

    @Test func whoseAccountIsRemovedIsForgottenButNotTheirOrder() async throws {
        try await Works.open { works in
            let cup = try await works.add("CUP", "finished", price: "100.00", sold: true, inShop: true)
            try await works.receive([(cup, 5, "40.00")])
            let order = works.placed(1, of: cup)
            let removed = ShopperRemoved(shopperID: order.shopperID, orderIDs: [order.orderID], inquiryIDs: [])
            await #expect(throws: NotYet.self) { try await works.deliver(removed, forgetShopper) }
            try await works.deliver(order, takeWebOrder)
            try await works.deliver(removed, forgetShopper)
            let left: Int = try await works.database.one(
                """
                select count(*) from sales_order where order_id = \(order.orderID) and total > 0 and ship_to is null
                    and customer_name = \(ShopperRemoved.inPlaceOfTheName)
                """)
            #expect(left == 1)
        }
    }

    @Test func paidShippedInvoiced() async throws {
        try await Works.open { works in
            let cup = try await works.add("CUP", "finished", price: "100.00", sold: true, inShop: true)
            try await works.receive([(cup, 5, "40.00")])
            let order = works.placed(2, of: cup)
            try await works.deliver(order, takeWebOrder)
            await #expect(throws: Problem.self) { try await works.act(shipOrder, OrderPath(id: order.orderID)) }
            try await works.deliver(paid(order, "226.00"), takeOnlinePayment)
            #expect(try await works.open(.shipOrder, for: order.orderID.rawValue))
            let shipped = try await works.act(shipOrder, OrderPath(id: order.orderID))
            #expect(shipped.cost == yuan("80.00"))
            #expect(try await works.figure("erp.payments.online") == "226.00")
            #expect(try await works.published(about: cup.rawValue).contains("erp.availability.changed"))
            #expect(try await works.faults() == [])
        }
    }

    @Test func moneyForACancelledOrderWaitsToBePaidBack() async throws {
        try await Works.open { works in
            let cup = try await works.add("CUP", "finished", price: "100.00", sold: true, inShop: true)
            try await works.receive([(cup, 5, "40.00")])
            let order = works.placed(2, of: cup)
            try await works.deliver(order, takeWebOrder)
            try await works.deliver(
                WebOrderCancelled(orderID: order.orderID, number: order.number, reason: "changed my mind"),
                cancelWebOrder)
            #expect(try await stock(of: cup, works.database).available == ExactDecimal(5))
            let payment = paid(order, "226.00")
            try await works.deliver(payment, takeOnlinePayment)
            let owed = try #require(try await works.refunds(of: order.orderID).first)
            #expect(owed.amount == yuan("226.00") && owed.cause == .orderCancelled && owed.state == "due")
            #expect(try await works.faults() == [])
            // The payment company gave it back, and says so twice.
            for _ in 0..<2 {
                try await works.deliver(
                    WebOrderRefunded(
                        orderID: order.orderID, number: order.number, refundID: owed.id,
                        paymentID: payment.paymentID, amount: owed.amount, reference: "T1"), takeOnlineRefund)
            }
            #expect(try await works.refunds(of: order.orderID).map(\.state) == ["paid"])
            #expect(try await works.published(about: owed.id.rawValue) == ["erp.refund.due", "erp.refund.paid"])
            #expect(try await works.figure("erp.refunds.online_made") == "226.00")
            #expect(try await works.faults() == [])
        }
    }

    private func paid(_ order: WebOrderPlaced, _ amount: String) -> WebOrderPaid {
        WebOrderPaid(
            orderID: order.orderID, number: order.number, paymentID: PaymentID(), amount: yuan(amount),
            method: .online, reference: order.number)
    }
}
