import ERPDomain
import ERPEvents
import EventContracts
import Kernel
import ServiceRuntime

// What came in for an order, what goes back, and what it cost, as its page shows it.

extension SalesOrderPage {
    struct Payment: Codable, Sendable {
        let number: String
        let amount: String
        let method: String
        let reference: String
        let received: String

        init(_ payment: PaymentView, _ call: Call) {
            number = payment.number
            amount = call.format(payment.amount)
            method = call.text("method_\(payment.method.rawValue)")
            reference = payment.reference
            received = call.format(payment.receivedOn)
        }
    }

    struct Refund: Codable, Sendable {
        let refundID: String
        let number: String
        let amount: String
        let cause: String
        let badge: Badge
        let detail: String?
        /// For finance, when a person has to pay it back.
        let canPayBack: Bool

        init(_ refund: RefundView, mayPay: Bool, _ call: Call) {
            refundID = refund.id.description
            number = refund.number
            amount = call.format(refund.amount)
            cause = call.text("refund_\(refund.cause.rawValue)")
            badge = Badge(refund.state, words: "refund", call)
            let paid = [refund.paidOn.map { call.format($0) }, refund.reference].compactMap(\.self)
            detail = paid.isEmpty ? nil : paid.joined(separator: " · ")
            canPayBack = mayPay && refund.state == RefundState.due.rawValue && refund.method == .bank
        }
    }

    struct Cost: Codable, Sendable {
        let material: String
        let labour: String
        let machine: String
        let overhead: String
        let total: String
        let margin: String

        init(_ cost: OrderCost, _ call: Call) {
            material = call.format(cost.material)
            labour = call.format(cost.labour)
            machine = call.format(cost.machine)
            overhead = call.format(cost.overhead)
            total = call.format(cost.total)
            margin = call.format(cost.margin)
        }
    }
}
