import AsyncHTTPClient
import Foundation
import Kernel
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import ServiceRuntime

/// The payment company behind the checkout. Every call may be repeated: it knows charges and refunds by our numbers.
struct PaymentCompany: Sendable {
    /// Who we are there.
    static let merchant = "qiao"

    let signature: PaymentSignature
    private let url: String
    private let publicURL: String

    /// - Throws: ``Problem`` 503 when the service was started without a payment company.
    init(_ configuration: ServiceConfiguration) throws {
        guard let url = configuration.paymentURL, let secret = configuration.paymentSecret else {
            throw Problem.unavailable("online payment is not set up here; pay by bank transfer", retryAfter: 3600)
        }
        (self.url, publicURL) = (url, configuration.publicURL)
        signature = PaymentSignature(secret: secret)
    }

    /// What the payer is asked for.
    struct Charge: Sendable {
        let paymentID: PaymentID
        let orderID: OrderID
        let orderNumber: String
        let amount: Money
    }

    /// Makes the charge known.
    /// - Returns: the address of the page where the payer confirms, on the gateway.
    func open(_ charge: Charge) async throws -> String {
        struct Opened: Decodable { let payPath: String }
        let opened: Opened = try await post(
            "/pay/charges",
            [
                "merchant": Self.merchant, "paymentID": charge.paymentID.description,
                "orderNumber": charge.orderNumber, "amount": charge.amount.amountText,
                "currency": charge.amount.currency.rawValue, "subject": "Qiao \(charge.orderNumber)",
                "returnURL": "\(publicURL)/orders/\(charge.orderID)",
            ])
        return publicURL + opened.payPath
    }

    /// Asks for money to go back to the payer.
    func refund(_ refund: UUID, of payment: PaymentID, transaction: String, amount: Money) async throws {
        struct Refunded: Decodable { let status: String }
        let answer: Refunded = try await post(
            "/pay/refunds",
            [
                "merchant": Self.merchant, "refundID": refund.text,
                "paymentID": payment.description, "transactionID": transaction, "amount": amount.amountText,
                "currency": amount.currency.rawValue,
            ])
        guard answer.status == "REFUNDED" else { throw Problem.unavailable("the refund is \(answer.status)") }
    }

    private func post<Answer: Decodable>(_ path: String, _ fields: [String: String]) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "application/json")
        request.body = .bytes(ByteBuffer(data: try JSONEncoder().encode(signature.signed(fields))))
        do {
            return try await answer(to: request)
        } catch let error as Problem {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Problem.unavailable("the payment company cannot be reached (\(String(describing: error))); try again")
        }
    }

    private func answer<Answer: Decodable>(to request: HTTPClientRequest) async throws -> Answer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
        let body = try await response.body.collect(upTo: 65_536)
        guard (200...299).contains(response.status.code) else {
            throw Problem.unavailable("the payment company answered \(response.status.code); try again")
        }
        return try JSONDecoder().decode(Answer.self, from: Data(buffer: body))
    }
}
