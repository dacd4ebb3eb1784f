import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Tells the merchant that a charge was paid, again and again until the merchant answers success.
struct MerchantNotifier: Sendable {
    let url: String
    let signer: Signer
    let book: ChargeBook
    let client: HTTPClient
    let logger: Logger

    /// Seconds between the attempts; the last one repeats.
    static let pauses: [Double] = [0.2, 0.5, 1, 2, 5]

    /// Returns when the merchant has answered success; throws only when cancelled.
    func deliver(_ charge: Charge) async throws {
        let body = try JSONEncoder().encode(signer.signed(notification(of: charge)))
        var attempt = 0
        while true {
            if await accepted(body) { return await book.notified(charge.paymentID) }
            try await Task.sleep(for: .seconds(Self.pauses[min(attempt, Self.pauses.count - 1)]))
            attempt += 1
        }
    }

    private func notification(of charge: Charge) -> [String: String] {
        var fields = ["transactionID": charge.transactionID ?? "", "status": "SUCCESS"]
        for name in ["merchant", "paymentID", "orderNumber", "amount", "currency"] { fields[name] = charge[name] }
        return fields
    }

    private func accepted(_ body: Data) async -> Bool {
        struct Answer: Decodable { var result: String }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Idempotency-Key", value: UUID().uuidString)
        request.body = .bytes(ByteBuffer(data: body))
        do {
            let response = try await client.execute(request, timeout: .seconds(10))
            let answer = try await response.body.collect(upTo: 65_536)
            guard response.status == .ok else {
                logger.warning("the merchant refused a notification", metadata: ["status": "\(response.status)"])
                return false
            }
            return try JSONDecoder().decode(Answer.self, from: Data(buffer: answer)).result == "SUCCESS"
        } catch {
            logger.warning("the merchant could not be told", metadata: ["error": "\(error)"])
            return false
        }
    }
}
