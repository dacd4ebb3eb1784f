import CRabbitMQ

// Requests that wait for the broker's answer.
extension BrokerLink {
    /// Makes a request on a channel and reads its answer while the library still holds it.
    func request<Answer, Result>(
        on channel: amqp_channel_t, _ what: String, _ call: () throws(AMQPError) -> UnsafeMutablePointer<Answer>?,
        reading read: (Answer) -> Result
    ) throws(AMQPError) -> Result {
        defer {
            amqp_maybe_release_buffers_on_channel(state, channel)
            arena.recycle()
        }
        let answer = try watchdog.limited(configuration.rpcTimeout + .seconds(1), call)
        do {
            try check(amqp_get_rpc_reply(state), what)
        } catch .channelClosed(let code, let text) {
            confirmChannelClose(channel)
            let error = AMQPError.channelClosed(code: code, text: text)
            guard channel == Self.topology else { throw fail(error) }
            topologyIsOpen = false
            throw error
        }
        guard let answer else { throw fail(.protocolViolation("\(what): no answer")) }
        return read(answer.pointee)
    }

    func openChannel(_ channel: amqp_channel_t) throws(AMQPError) {
        try request(on: channel, "opening a channel", { amqp_channel_open(state, channel) }, reading: { _ in })
    }

    /// Asks for a confirm of every message published from now on.
    func selectConfirms() throws(AMQPError) {
        try request(
            on: Self.work, "asking for confirms", { amqp_confirm_select(state, Self.work) }, reading: { _ in })
    }

    /// Begins to consume; at most `prefetch` deliveries of this consumer are unsettled at any time.
    func consume(_ queue: String, consumerTag: String, prefetch: UInt16) throws(AMQPError) {
        try request(
            on: Self.work, "limiting deliveries", { amqp_basic_qos(state, Self.work, 0, prefetch, 0) },
            reading: { _ in })
        try request(
            on: Self.work, "consuming \(queue)",
            { () throws(AMQPError) in
                amqp_basic_consume(
                    state, Self.work, try arena.short(queue, "the queue's name"), try arena.bytes(consumerTag), 0, 0,
                    0, amqp_table_t())
            }, reading: { _ in })
    }

    /// Ends a consumer. Deliveries that are on their way still come out of ``nextEvent()``.
    func cancel(consumerTag: String) throws(AMQPError) {
        try request(
            on: Self.work, "ending a consumer",
            { () throws(AMQPError) in amqp_basic_cancel(state, Self.work, try arena.bytes(consumerTag)) },
            reading: { _ in })
    }
}
