import Logging

/// Subscribes, hands deliveries over, and settles them as ordered.
final class ConsumerRole: LinkRole {
    private struct Active {
        var subscription: SubscriptionBook.Subscription
        var arrived: [AMQPDelivery] = []
    }

    private struct Waiting {
        var subscription: SubscriptionBook.Subscription
        var due: ContinuousClock.Instant
    }

    private let book: SubscriptionBook
    private let backoff: ClosedRange<Duration>
    private let logger: Logger
    private var generation: UInt64 = 0
    private var ledger = DeliveryLedger()
    /// By consumer tag.
    private var active: [String: Active] = [:]
    private var waiting: [Waiting] = []
    /// Failed attempts in a row, by subscription; kept across connections, as an attempt can end the connection.
    private var failures: [UInt64: Int] = [:]
    private var rejections: [(tag: UInt64, requeue: Bool)] = []
    private var consumerNumber = 0

    init(book: SubscriptionBook, configuration: AMQPConfiguration, logger: Logger) {
        self.book = book
        backoff = configuration.backoff
        self.logger = logger
    }

    var nextDeadline: ContinuousClock.Instant? { rejections.isEmpty ? waiting.map(\.due).min() : .now }
    var waitsForWriting: Bool { false }
    var isDrained: Bool { book.isEmpty && rejections.isEmpty }

    func connected(_ link: BrokerLink, generation: UInt64) throws(AMQPError) {
        self.generation = generation
        ledger = DeliveryLedger()
        waiting = book.connected().map { Waiting(subscription: $0, due: .now + pause(of: $0)) }
    }

    func work(_ link: BrokerLink) throws(AMQPError) -> Bool {
        var orders = book.takeOrders()[...]
        // Whoever waits for a cancellation must not wait for ever when an order before it ends the connection.
        defer { for case .cancel(_, let done) in orders { done() } }
        while let order = orders.popFirst() { try carryOut(order, on: link) }
        try settle(on: link)
        try subscribeDue(on: link)
        return false
    }

    private func carryOut(_ order: SubscriptionBook.Order, on link: BrokerLink) throws(AMQPError) {
        switch order {
        case .subscribe(let subscription):
            waiting.append(Waiting(subscription: subscription, due: .now))
        case .cancel(let id, let done):
            defer { done() }
            waiting.removeAll { $0.subscription.id == id }
            failures[id] = nil
            guard let tag = active.first(where: { $0.value.subscription.id == id })?.key else { return }
            for delivery in active.removeValue(forKey: tag)?.arrived ?? [] { giveBack(delivery.tag.value, true) }
            try link.cancel(consumerTag: tag)
        case .ack(let tags):
            for tag in tags where tag.generation == generation { _ = ledger.acknowledge(tag.value) }
        case .reject(let tag, let requeue):
            if tag.generation == generation { giveBack(tag.value, requeue) }
        }
    }

    private func giveBack(_ tag: UInt64, _ requeue: Bool) {
        if ledger.reject(tag) { rejections.append((tag, requeue)) }
    }

    /// Rejections first: an acknowledgement of many would cover them otherwise.
    private func settle(on link: BrokerLink) throws(AMQPError) {
        let rejections = self.rejections
        self.rejections = []
        let settlings = ledger.flush()
        guard !rejections.isEmpty || !settlings.isEmpty else { return }
        try link.together { () throws(AMQPError) in
            for (tag, requeue) in rejections { try link.reject(tag, requeue: requeue) }
            for case .ack(let tag, let multiple) in settlings { try link.acknowledge(tag, multiple: multiple) }
        }
    }

    func handle(_ event: LinkEvent, on link: BrokerLink) throws(AMQPError) {
        switch event {
        case .delivery(let delivery):
            do { try ledger.delivered(delivery.deliveryTag) } catch { throw link.fail(error) }
            take(delivery)
        case .consumerCancelled(let tag):
            guard let lost = active.removeValue(forKey: tag) else { return }
            if !lost.arrived.isEmpty { lost.subscription.onDelivery(lost.arrived) }
            logger.warning("the broker ended a consumer", metadata: ["queue": "\(lost.subscription.queue)"])
            retry(lost.subscription)
        case .ack, .nack, .returned:
            throw link.fail(.protocolViolation("a consumer got a publisher's confirm"))
        case .blocked, .unblocked:
            break
        }
    }

    private func take(_ delivery: IncomingDelivery) {
        guard let queue = active[delivery.consumerTag]?.subscription.queue else {
            // Was on its way when the subscription ended: nobody saw it.
            return giveBack(delivery.deliveryTag, true)
        }
        guard let message = delivery.message else {
            logger.error("a message is larger than we take and was rejected", metadata: ["queue": "\(queue)"])
            return giveBack(delivery.deliveryTag, false)
        }
        active[delivery.consumerTag]?.arrived.append(
            AMQPDelivery(
                tag: AMQPDeliveryTag(generation: generation, value: delivery.deliveryTag), queue: queue,
                exchange: delivery.exchange, routingKey: delivery.routingKey, redelivered: delivery.redelivered,
                message: message))
    }

    func roundEnded() {
        for (tag, consumer) in active where !consumer.arrived.isEmpty {
            active[tag]?.arrived = []
            consumer.subscription.onDelivery(consumer.arrived)
        }
    }

    func disconnected(_ error: AMQPError) {
        active = [:]
        waiting = []
        rejections = []
        book.disconnected()
    }
}

extension ConsumerRole {
    private func subscribeDue(on link: BrokerLink) throws(AMQPError) {
        guard !waiting.isEmpty else { return }
        let now = ContinuousClock.now
        let due = waiting.filter { $0.due <= now }.map(\.subscription)
        waiting.removeAll { $0.due <= now }
        for subscription in due { try subscribe(subscription, on: link) }
    }

    private func subscribe(_ subscription: SubscriptionBook.Subscription, on link: BrokerLink) throws(AMQPError) {
        // Counted before, since the attempt itself can end the connection.
        failures[subscription.id, default: 0] += 1
        do throws(AMQPError) {
            // Asked on the channel for topology first: there a missing queue closes nothing others need.
            _ = try link.declareQueue(
                subscription.queue, durable: true, exclusive: false, autoDelete: false, arguments: [:], passive: true)
            consumerNumber += 1
            let tag = "c\(consumerNumber)"
            try link.consume(subscription.queue, consumerTag: tag, prefetch: subscription.prefetch)
            active[tag] = Active(subscription: subscription)
            failures[subscription.id] = nil
        } catch {
            if let failure = link.failure { throw failure }
            logger.warning(
                "a queue cannot be consumed yet", metadata: ["queue": "\(subscription.queue)", "error": "\(error)"])
            waiting.append(Waiting(subscription: subscription, due: .now + pause(of: subscription)))
        }
    }

    private func retry(_ subscription: SubscriptionBook.Subscription) {
        failures[subscription.id, default: 0] += 1
        waiting.append(Waiting(subscription: subscription, due: .now + pause(of: subscription)))
    }

    private func pause(of subscription: SubscriptionBook.Subscription) -> Duration {
        guard let failures = failures[subscription.id], failures > 0 else { return .zero }
        return min(backoff.upperBound, backoff.lowerBound * (1 << min(failures - 1, 16))) * Double.random(in: 0.5...1)
    }
}
