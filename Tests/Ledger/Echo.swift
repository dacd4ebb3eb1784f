import AMQP
import ArgumentParser
import Foundation
import Logging
import Messaging
import Synchronization

/// `ledger echo`: publishes everything a second time, as a bridge or a shovel that was set up twice would.
struct Echo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a copy of every event of the giver and publish it again, later, past every outbox.")

    @OptionGroup var settings: Settings

    func run() async throws {
        let ending = Ending()
        let tap = "\(World.giver).echo"
        let link = try settings.messaging("echo").broker
        let publisher = try AMQPPublisher(configuration: link, logger: Settings.logger)
        let consumer = try AMQPConsumer(configuration: link, logger: Settings.logger) { session in
            _ = try session.declareQueue(tap, durable: false, autoDelete: true)
            for type in [World.account, World.transfer] {
                try session.bindQueue(tap, exchange: "qiao.events", routingKey: "*.\(type).*")
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            group.addTask { try await consumer.run() }
            let seen = Mutex<Set<String>>([])
            _ = consumer.consume(queue: tap, prefetch: 200) { deliveries in
                // What it published itself comes back to it, once.
                let fresh = deliveries.filter { delivery in
                    seen.withLock { $0.insert(delivery.message.properties.messageID ?? "").inserted }
                }
                let again = fresh.map {
                    AMQPPublishing(
                        exchange: $0.exchange, routingKey: $0.routingKey, mandatory: false, message: $0.message,
                        token: 0)
                }
                publisher.send(again) { _ in }
                consumer.ack(deliveries.map(\.tag))
            }
            await ending.wait()
            consumer.shutdown()
            publisher.shutdown()
            try await group.waitForAll()
        }
    }
}
