import AMQP
import EventContracts
import Foundation
import Logging
import Postgres
import Synchronization

/// Moves what the broker gave up on into the inbox, parked, where it can be searched, replayed and discarded.
struct DeadLetters: Sendable {
    let core: MessagingCore
    let inbox: Inbox
    let logger: Logger

    func run(until stopped: @Sendable () -> Bool) async {
        let wake = WakeSignal()
        let box = DeliveryBox()
        let subscription = core.consumer.consume(queue: core.topology.deadQueue, prefetch: 16) { deliveries in
            box.append(deliveries)
            wake.signal()
        }
        while !stopped() {
            for delivery in box.take() {
                do {
                    try await park(delivery)
                    core.consumer.ack([delivery.tag])
                } catch {
                    logger.warning("a dead letter waits for the database", metadata: ["error": "\(error)"])
                    box.append([delivery])
                    break
                }
            }
            await wake.wait(atMost: .seconds(1))
        }
        await subscription.cancel()
    }

    private func park(_ delivery: AMQPDelivery) async throws {
        let reason =
            "the broker gave up on it: \(delivery.message.properties.headers["x-first-death-reason"]?.string ?? "unknown")"
        switch Delivered(delivery.message) {
        case .event(let arrival): try await inbox.keep(arrival, .park(cause: "dead_letter", reason))
        case .heads: return
        case .undecodable(let detail):
            try await inbox.park(
                undecodable: delivery.message.body, part: 0, headers: RawHeaders.text(delivery), cause: "dead_letter",
                reason: "\(reason); \(detail)")
        }
    }
}

/// Deliveries on their way from the connection's thread to a task.
final class DeliveryBox: Sendable {
    private let list = Mutex<[AMQPDelivery]>([])
    func append(_ deliveries: [AMQPDelivery]) { list.withLock { $0.append(contentsOf: deliveries) } }
    func take() -> [AMQPDelivery] {
        list.withLock { list in
            defer { list = [] }
            return list
        }
    }
}
