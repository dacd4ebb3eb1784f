import AsyncHTTPClient
import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import PortalDomain
import ServiceRuntime

@testable import PortalApp
@testable import payment_stand_in

/// A shop whose payment company is the stand-in, listening on a port of its own.
func withShopAndPaymentCompany(_ body: @escaping @Sendable (Store) async throws -> Void) async throws {
    let signer = Signer(secret: Store.paymentSecret)
    let book = ChargeBook()
    let notifier = MerchantNotifier(
        url: "http://127.0.0.1:1", signer: signer, book: book, client: .shared, logger: Logger(label: "stand-in"))
    let company = payment_stand_in.PaymentCompany(
        signer: signer, book: book, queue: NotificationQueue(notifier: notifier))
    let application = Application(
        router: company.routes(), configuration: .init(address: .hostname("127.0.0.1", port: 0)))
    try await application.test(.live) { client in
        try await Store.open(paymentURL: "http://127.0.0.1:\(client.port ?? 0)", body)
    }
}

extension Store {
    /// What the payment company would send for a payment of the order, signed, with any field changed.
    func notice(
        _ payment: PaymentStarted, of order: OrderChanged, transaction: String = "T1",
        _ changes: [String: String] = [:]
    ) throws -> String {
        let fields = [
            "merchant": "qiao", "transactionID": transaction, "paymentID": payment.paymentID.description,
            "orderNumber": order.number, "amount": "300.00", "currency": "CNY", "status": "SUCCESS",
        ].merging(changes) { $1 }
        return String(
            decoding: try JSONEncoder().encode(Signer(secret: Store.paymentSecret).signed(fields)), as: UTF8.self)
    }

    /// Sends a notification; the result is `SUCCESS`, `FAIL`, or the status of a refusal.
    func notify(_ notice: String) async throws -> String {
        let answer = await service.ask("POST", "/api/payment-notifications", body: notice)
        return answer.status == 200 ? try answer.json(as: NoticeAnswer.self).result : "\(answer.status)"
    }
}

extension Shopper {
    func startPayment(of order: OrderChanged) async throws -> PaymentStarted {
        try await post("/api/orders/\(order.id)/payments", #"{"method":"online"}"#).json()
    }
}
