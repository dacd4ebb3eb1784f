import Synchronization

/// What the messages of one `send` have in common.
final class SendBatch: Sendable {
    let settled: @Sendable ([AMQPSettlement]) -> Void

    init(settled: @escaping @Sendable ([AMQPSettlement]) -> Void) {
        self.settled = settled
    }
}

/// What waits to be sent, in order.
final class OutboundQueue: Sendable {
    struct Item {
        var publishing: AMQPPublishing
        var batch: SendBatch
    }

    struct Refusal {
        var tokens: [UInt64]
        var reason: String?
        var count: Int { tokens.count }
    }

    private struct State {
        var open = false
        var blocked = false
        var items: [Item] = []
        var head = 0
    }

    private let state = Mutex(State())
    private let window: Int

    init(window: Int) {
        self.window = window
    }

    var isOpen: Bool { state.withLock { $0.open } }
    var isEmpty: Bool { state.withLock { $0.head == $0.items.count } }

    func append(
        _ messages: [AMQPPublishing], settled: @escaping @Sendable ([AMQPSettlement]) -> Void
    ) -> Refusal {
        let batch = SendBatch(settled: settled)
        return state.withLock { state in
            guard state.open else { return Refusal(tokens: messages.map(\.token), reason: "not connected") }
            // A broker that blocks may do so for hours: what does not fit must go back to whoever keeps it.
            let room = state.blocked ? max(0, window - (state.items.count - state.head)) : messages.count
            state.items.append(contentsOf: messages.prefix(room).map { Item(publishing: $0, batch: batch) })
            guard room < messages.count else { return Refusal(tokens: []) }
            return Refusal(tokens: messages[room...].map(\.token), reason: "the broker blocks publishers")
        }
    }

    /// Takes up to `count` items, and stops before a sum of `bytes` in their bodies, but takes at least one.
    func take(_ count: Int, bytes: Int) -> ArraySlice<Item> {
        state.withLock { state in
            var end = state.head
            var sum = 0
            while end < state.items.count, end - state.head < count {
                sum += state.items[end].publishing.message.body.count
                if sum > bytes, end > state.head { break }
                end += 1
            }
            let taken = state.items[state.head..<end]
            state.head = end
            if end == state.items.count {
                state.items = []
                state.head = 0
            } else if end >= 4096 {
                state.items.removeFirst(end)
                state.head = 0
            }
            return taken
        }
    }

    func open() { state.withLock { $0.open = true } }
    func setBlocked(_ blocked: Bool) { state.withLock { $0.blocked = blocked } }

    /// Refuses from now on and gives back what was not sent.
    func close() -> ArraySlice<Item> {
        state.withLock { state in
            defer { state = State() }
            return state.items[state.head...]
        }
    }
}
