import Synchronization

/// The subscriptions a consumer wants, and the orders that wait for its thread.
final class SubscriptionBook: Sendable {
    struct Subscription: Sendable {
        var id: UInt64
        var queue: String
        var prefetch: UInt16
        var onDelivery: @Sendable ([AMQPDelivery]) -> Void
    }

    enum Order: Sendable {
        case subscribe(Subscription)
        case cancel(UInt64, done: @Sendable () -> Void)
        case ack([AMQPDeliveryTag])
        case reject(AMQPDeliveryTag, requeue: Bool)
    }

    private struct State {
        var connected = false
        var next: UInt64 = 0
        var subscriptions: [UInt64: Subscription] = [:]
        var orders: [Order] = []
    }

    private let state = Mutex(State())

    func register(
        queue: String, prefetch: UInt16, onDelivery: @escaping @Sendable ([AMQPDelivery]) -> Void
    ) -> UInt64 {
        state.withLock { state in
            state.next += 1
            let subscription = Subscription(id: state.next, queue: queue, prefetch: prefetch, onDelivery: onDelivery)
            state.subscriptions[state.next] = subscription
            if state.connected { state.orders.append(.subscribe(subscription)) }
            return state.next
        }
    }

    /// False when there is no connection: then there is nothing to be done, since all deliveries went back.
    func append(_ order: Order) -> Bool {
        state.withLock { state in
            guard state.connected else { return false }
            state.orders.append(order)
            return true
        }
    }

    /// Takes the subscription out. Calls `done` at once when there is no connection, else leaves an order.
    func cancel(_ id: UInt64, done: @escaping @Sendable () -> Void) -> Bool {
        let ordered = state.withLock { state in
            state.subscriptions[id] = nil
            if state.connected { state.orders.append(.cancel(id, done: done)) }
            return state.connected
        }
        if !ordered { done() }
        return ordered
    }

    /// A connection stands: gives the subscriptions it shall have; later ones come as orders.
    func connected() -> [Subscription] {
        state.withLock { state in
            state.connected = true
            return state.subscriptions.values.sorted { $0.id < $1.id }
        }
    }

    func takeOrders() -> [Order] {
        state.withLock { state in
            guard !state.orders.isEmpty else { return [] }
            defer { state.orders = [] }
            return state.orders
        }
    }

    func disconnected() {
        let orders = state.withLock { state in
            defer {
                state.connected = false
                state.orders = []
            }
            return state.orders
        }
        for case .cancel(_, let done) in orders { done() }
    }

    /// Nothing will come any more: lets go of the callbacks.
    func end() { state.withLock { $0.subscriptions = [:] } }

    var isEmpty: Bool { state.withLock { $0.orders.isEmpty } }
}
