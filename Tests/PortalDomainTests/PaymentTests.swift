import Kernel
import PortalDomain
import Testing

@Suite struct PaymentTests {
    private let expected = PaymentExpected(
        merchant: "qiao", paymentID: PaymentID(), orderNumber: "WO-2026-000001", amount: Money(minor: 113_00))

    private func notification(
        merchant: String = "qiao", paymentID: PaymentID? = nil, order: String = "WO-2026-000001",
        amount: Money = Money(minor: 113_00)
    ) -> PaymentNotification {
        PaymentNotification(
            merchant: merchant, transactionID: "T1", paymentID: paymentID ?? expected.paymentID, orderNumber: order,
            amount: amount)
    }

    @Test func theRightNotificationPasses() throws {
        try notification().verify(against: expected)
    }

    @Test func everyPartIsCompared() {
        let other = PaymentID()
        let dollars = Money(minor: 113_00, currency: Currency(rawValue: "USD"))
        let cases: [(PaymentNotification, PaymentMismatch)] = [
            (notification(merchant: "other"), .merchant("other")),
            (notification(paymentID: other), .payment(other)),
            (notification(order: "WO-2026-000002"), .order("WO-2026-000002")),
            (notification(amount: dollars), .currency(dollars.currency)),
            (notification(amount: Money(minor: 112_99)), .amount(Money(minor: 112_99))),
            (notification(amount: Money(minor: 113_01)), .amount(Money(minor: 113_01))),
        ]
        for (notification, mismatch) in cases {
            #expect(throws: mismatch) { try notification.verify(against: expected) }
        }
    }

    @Test func moneyForAnOrderThatOwesNothingGoesBack() {
        #expect(Settlement(forOrderIn: .awaitingPayment) == .paysOrder)
        #expect(Settlement(forOrderIn: .paid) == .refund(.paidTwice))
        #expect(Settlement(forOrderIn: .shipped) == .refund(.paidTwice))
        #expect(Settlement(forOrderIn: .cancelled) == .refund(.orderClosed))
        #expect(Settlement(forOrderIn: .rejected) == .refund(.orderClosed))
        #expect(Settlement(forOrderIn: .placed) == .early)
    }

    @Test func moneyIsTakenOncePerAttempt() throws {
        for state in PaymentAttemptState.allCases where state != .captured {
            #expect(try state.after(.capture) == .captured)
        }
        #expect(throws: IllegalPaymentAction.self) { _ = try PaymentAttemptState.captured.after(.capture) }
        #expect(throws: IllegalPaymentAction.self) { _ = try PaymentAttemptState.captured.after(.close) }
    }
}
