import ERPEvents
import EventContracts
import Kernel
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite("Money of a web order that the company cancels")
struct RefundTests {
    @Test func goesBackAsItCameAndTheShopperSeesIt() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            let payment = try await shopper.startPayment(of: order)
            #expect(try await store.notify(store.notice(payment, of: order)) == "SUCCESS")
            try await store.callOff(order)
            let due = store.refund(of: order, payment.paymentID, .online)
            try await store.deliver(due, to: refundDue)
            let seen = try await shopper.look(at: order)
            #expect(seen.state == .cancelled)
            #expect(seen.refunds.map(\.reason) == [.orderCancelled] && seen.refunds.map(\.isDone) == [false])

            let sender = RefundSender(context: store.service.context)
            let company = try PortalApp.PaymentCompany(store.service.configuration)
            #expect(try await sender.sendNext(company))
            #expect(try await sender.sendNext(company) == false)
            #expect(
                try await store.published(about: order.id.rawValue) == [
                    "portal.web-order.placed", "portal.web-order.paid", "portal.web-order.refunded",
                ])
            #expect(try await store.figure("portal.refunds.online_made") == "300.00")
            try await store.deliver(store.paid(due), to: refundPaid)
            #expect(try await shopper.look(at: order).refunds.map(\.isDone) == [true])
        }
    }

    @Test func thatCameThroughTheBankIsPaidBackByFinance() async throws {
        try await withShopAndPaymentCompany { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.acceptedOrder()
            try await store.payThroughTheBank(order)
            try await store.callOff(order)
            let due = store.refund(of: order, PaymentID(), .bank)
            try await store.deliver(due, to: refundDue)
            #expect(try await shopper.look(at: order).refunds.map(\.isDone) == [false])
            let company = try PortalApp.PaymentCompany(store.service.configuration)
            #expect(try await RefundSender(context: store.service.context).sendNext(company) == false)
            try await store.deliver(store.paid(due), to: refundPaid)
            #expect(try await shopper.look(at: order).refunds.map(\.isDone) == [true])
        }
    }
}

extension Store {
    fileprivate func callOff(_ order: OrderChanged) async throws {
        try await deliver(
            SalesOrderCancelled(orderID: order.id, number: order.number, reason: "the machine broke"),
            to: orderCalledOff)
    }

    fileprivate func refund(of order: OrderChanged, _ payment: PaymentID, _ method: PaymentMethod) -> RefundDue {
        RefundDue(
            refundID: RefundID(), number: "RF-1", orderID: order.id, orderNumber: order.number, channel: .web,
            paymentID: payment, amount: Store.potTotal, method: method, cause: .orderCancelled)
    }

    fileprivate func paid(_ due: RefundDue) -> RefundPaid {
        RefundPaid(
            refundID: due.refundID, number: due.number, orderID: due.orderID, orderNumber: due.orderNumber,
            channel: due.channel, amount: due.amount, method: due.method, reference: "T1", paidOn: .today)
    }
}
