import Foundation
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// The payment company as merchants and payers see it.
struct PaymentCompany: Sendable {
    let signer: Signer
    let book: ChargeBook
    let queue: NotificationQueue

    func routes() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/health/live") { _, _ in "live" }
        router.get("/health/ready") { _, _ in "ready" }
        router.post("/pay/charges", use: open)
        router.get("/pay/charges/{id}", use: show)
        router.post("/pay/charges/{id}/pay", use: pay)
        router.post("/pay/refunds", use: refund)
        return router
    }

    @Sendable func open(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let fields = try await signedFields(request)
        let id = try required("paymentID", fields)
        _ = try required("amount", fields)
        switch await book.open(fields) {
        case .opened: return try json(["paymentID": id, "payPath": "/pay/charges/\(id)"], .created)
        case .known: return try json(["paymentID": id, "payPath": "/pay/charges/\(id)"])
        case .differs: throw HTTPError(.conflict, message: "this paymentID was charged with other content")
        }
    }

    @Sendable func show(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let charge = try await known(context)
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: ChargePage(charge: charge).html)))
    }

    /// Pays, tells the merchant, and sends a browser back to the shop.
    @Sendable func pay(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let asked = try await known(context)
        guard let charge = await book.pay(asked.paymentID) else { throw HTTPError(.notFound) }
        if !charge.notified { queue.add(charge) }
        let isBrowser = request.headers[.accept]?.contains("text/html") ?? false
        guard !isBrowser else { return Response(status: .seeOther, headers: [.location: charge["returnURL"]]) }
        return try json([
            "paymentID": charge.paymentID, "transactionID": charge.transactionID ?? "", "status": "SUCCESS",
        ])
    }

    @Sendable func refund(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let fields = try await signedFields(request)
        let refundID = try required("refundID", fields)
        await book.refund(try required("paymentID", fields), refundID)
        return try json(["refundID": refundID, "status": "REFUNDED"])
    }

    private func known(_ context: BasicRequestContext) async throws -> Charge {
        let id = try context.parameters.require("id")
        guard let charge = await book.charge(id) else {
            throw HTTPError(.notFound, message: "no such charge; start the payment again in the shop")
        }
        return charge
    }

    private func signedFields(_ request: Request) async throws -> [String: String] {
        let body = try await request.body.collect(upTo: 65_536)
        guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(buffer: body)) else {
            throw HTTPError(.badRequest, message: "a JSON object of texts is wanted")
        }
        guard signer.accepts(fields) else { throw HTTPError(.unauthorized, message: "the signature is wrong") }
        return fields
    }

    private func required(_ name: String, _ fields: [String: String]) throws -> String {
        guard let value = fields[name], !value.isEmpty else {
            throw HTTPError(.badRequest, message: "\(name) is missing")
        }
        return value
    }

    private func json(_ fields: [String: String], _ status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(data: try JSONEncoder().encode(fields))))
    }
}
