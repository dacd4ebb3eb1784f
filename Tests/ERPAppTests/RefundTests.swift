import ERPDomain
import ERPEvents
import EventContracts
import Foundation
import Kernel
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import ERPApp

@Suite("Money of an order that dies")
struct RefundTests {
    @Test func goesBackWithACancelledOrder() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(2, of: catalogue.machine, by: works.customer())
            _ = try await works.pay(order, "4000.00")
            _ = try await works.pay(order, "300.00")
            let cancelled = try await works.act(cancelOrder, CancelOrder(id: order, reason: "Ken moved away"))
            #expect(cancelled.paid == .zero && cancelled.outstanding == .zero)
            let owed = try await works.refunds(of: order)
            #expect(owed.map(\.amount) == [yuan("4000.00"), yuan("300.00")])
            #expect(try await works.balance(of: .refunds) == "4300.00")
            #expect(try await works.balance(of: .advances) == "0.00")
            #expect(try await works.faults() == [])

            await #expect("who cancelled does not pay") {
                try await works.act(payRefund, PayRefund(id: owed[0].id, reference: "B"))
            } throws: { ($0 as? Problem)?.type == "segregation-of-duties" }
            for refund in owed {
                #expect(try await works.open(.payBack, for: refund.id.rawValue))
                let paid = try await works.act(
                    payRefund, PayRefund(id: refund.id, reference: "B-\(refund.number)"), by: works.fred)
                #expect(paid.orderID == order && paid.state == "paid")
                #expect(try await works.open(.payBack, for: refund.id.rawValue) == false)
                await #expect(throws: IllegalTransition.self, "once is enough") {
                    try await works.act(payRefund, PayRefund(id: refund.id, reference: "again"), by: works.fred)
                }
                #expect(
                    try await works.published(about: refund.id.rawValue) == ["erp.refund.due", "erp.refund.paid"])
            }
            #expect(try await works.balance(of: .refunds) == "0.00")
            #expect(try await works.balance(of: .bank) == "0.00")
            #expect(try await works.faults() == [])
        }
    }

    @Test func thatArrivesLateGoesBackToo() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(1, of: catalogue.machine, by: works.customer())
            _ = try await works.act(cancelOrder, CancelOrder(id: order, reason: "changed"))
            let late = try await works.pay(order, "5650.00")
            #expect(late.outstanding == .zero)
            #expect(try await works.refunds(of: order).map(\.cause) == [.orderCancelled])
            await #expect(throws: OverPayment.self) { try await works.pay(order, "0.00") }
            #expect(try await works.faults() == [])
        }
    }

    @Test func forARejectedWebOrderGoesBackThroughThePaymentCompany() async throws {
        try await Works.open { works in
            let cup = try await works.add("CUP", "finished", price: "100.00", sold: true, inShop: true)
            let order = works.placed(2, of: cup)
            try await works.deliver(order, takeWebOrder)
            try await works.deliver(
                WebOrderPaid(
                    orderID: order.orderID, number: order.number, paymentID: PaymentID(), amount: yuan("226.00"),
                    method: .online, reference: order.number), takeOnlinePayment)
            let owed = try #require(try await works.refunds(of: order.orderID).first)
            #expect(owed.cause == .orderRejected && owed.method == .online)
            #expect(try await works.open(.payBack, for: owed.id.rawValue) == false)
            await #expect(throws: Problem.self, "no person pays it a second time") {
                try await works.act(payRefund, PayRefund(id: owed.id, reference: "by hand"), by: works.fred)
            }
            #expect(try await works.faults() == [])
        }
    }

    @Test func beyondWhatIsDueGoesBackAndTheOrderGoesOn() async throws {
        try await Works.open { works in
            let cup = try await works.add("CUP", "finished", price: "100.00", sold: true, inShop: true)
            try await works.receive([(cup, 5, "40.00")])
            let order = works.placed(2, of: cup)
            try await works.deliver(order, takeWebOrder)
            _ = try await works.pay(order.orderID, "26.00")
            try await works.deliver(
                WebOrderPaid(
                    orderID: order.orderID, number: order.number, paymentID: PaymentID(), amount: yuan("226.00"),
                    method: .online, reference: order.number), takeOnlinePayment)
            let owed = try await works.refunds(of: order.orderID)
            #expect(owed.map(\.amount) == [yuan("26.00")] && owed.map(\.cause) == [.overpaid])
            _ = try await works.act(shipOrder, OrderPath(id: order.orderID))
            #expect(try await works.faults() == [])
        }
    }

    @Test func isPaidBackOnceWhateverComesAtOnce() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(1, of: catalogue.machine, by: works.customer())
            _ = try await works.pay(order, "100.00")
            _ = try await works.act(cancelOrder, CancelOrder(id: order, reason: "changed"))
            let refund = try #require(try await works.refunds(of: order).first)
            let paid = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        (try? await works.act(payRefund, PayRefund(id: refund.id, reference: "B-1"), by: works.fred))
                            != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(paid == 1)
            #expect(try await works.balance(of: .bank) == "0.00")
            #expect(try await works.faults() == [])
        }
    }

    @Test func isMissedByTheChecksWhenItIsForgotten() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(1, of: catalogue.machine, by: works.customer())
            _ = try await works.pay(order, "100.00")
            _ = try await works.act(cancelOrder, CancelOrder(id: order, reason: "changed"))
            try await works.database.execute("delete from refund")
            #expect(try await works.faults() == ["erp.check.advances = -100", "erp.check.refunds = 100"])
        }
    }
}

extension Works {
    func refunds(of order: OrderID) async throws -> [RefundView] {
        try await salesOrder(order, database).refunds
    }

    /// An account's balance, on the side on which it grows.
    fileprivate func balance(of account: Account) async throws -> String {
        let debits: String = try await database.one(
            """
            select coalesce(sum(debit - credit) * \(account.growsByDebit ? 1 : -1), 0)::numeric(18, 2)::text
            from voucher_line where account = \(account)
            """)
        return debits
    }
}
