import CRabbitMQ

// What AMQPSession offers, as the library calls it.
extension BrokerLink {
    /// A request on the channel for topology, which is opened (again) when needed.
    private func topology<Answer, Result>(
        _ what: String, _ call: () throws(AMQPError) -> UnsafeMutablePointer<Answer>?, reading read: (Answer) -> Result
    ) throws(AMQPError) -> Result {
        if let failure { throw failure }
        if let blocked { throw .blocked(blocked) }
        if !topologyIsOpen {
            try openChannel(Self.topology)
            topologyIsOpen = true
        }
        return try request(on: Self.topology, what, call, reading: read)
    }

    private func name(_ text: String) throws(AMQPError) -> amqp_bytes_t {
        try arena.short(text, "the name “\(text.prefix(40))…”")
    }

    func declareExchange(
        _ exchange: String, type: String, durable: Bool, autoDelete: Bool, isInternal: Bool,
        arguments: [String: AMQPValue]
    ) throws(AMQPError) {
        try topology(
            "declaring the exchange \(exchange)",
            { () throws(AMQPError) in
                amqp_exchange_declare(
                    state, Self.topology, try name(exchange), try name(type), 0, durable ? 1 : 0, autoDelete ? 1 : 0,
                    isInternal ? 1 : 0, try arena.table(arguments))
            }, reading: { _ in })
    }

    func deleteExchange(_ exchange: String) throws(AMQPError) {
        try topology(
            "deleting the exchange \(exchange)",
            { () throws(AMQPError) in amqp_exchange_delete(state, Self.topology, try name(exchange), 0) },
            reading: { _ in })
    }

    func declareQueue(
        _ queue: String, durable: Bool, exclusive: Bool, autoDelete: Bool, arguments: [String: AMQPValue],
        passive: Bool
    ) throws(AMQPError) -> (messages: Int, consumers: Int) {
        try topology(
            "declaring the queue \(queue)",
            { () throws(AMQPError) in
                amqp_queue_declare(
                    state, Self.topology, try name(queue), passive ? 1 : 0, durable ? 1 : 0, exclusive ? 1 : 0,
                    autoDelete ? 1 : 0, try arena.table(arguments))
            }, reading: { (Int($0.message_count), Int($0.consumer_count)) })
    }

    func bindQueue(
        _ queue: String, exchange: String, routingKey: String, arguments: [String: AMQPValue]
    ) throws(AMQPError) {
        try topology(
            "binding the queue \(queue) to \(exchange)",
            { () throws(AMQPError) in
                amqp_queue_bind(
                    state, Self.topology, try name(queue), try name(exchange), try name(routingKey),
                    try arena.table(arguments))
            }, reading: { _ in })
    }

    func unbindQueue(
        _ queue: String, exchange: String, routingKey: String, arguments: [String: AMQPValue]
    ) throws(AMQPError) {
        try topology(
            "unbinding the queue \(queue) from \(exchange)",
            { () throws(AMQPError) in
                amqp_queue_unbind(
                    state, Self.topology, try name(queue), try name(exchange), try name(routingKey),
                    try arena.table(arguments))
            }, reading: { _ in })
    }

    func bindExchange(
        _ destination: String, source: String, routingKey: String, arguments: [String: AMQPValue]
    ) throws(AMQPError) {
        try topology(
            "binding the exchange \(destination) to \(source)",
            { () throws(AMQPError) in
                amqp_exchange_bind(
                    state, Self.topology, try name(destination), try name(source), try name(routingKey),
                    try arena.table(arguments))
            }, reading: { _ in })
    }

    func unbindExchange(
        _ destination: String, source: String, routingKey: String, arguments: [String: AMQPValue]
    ) throws(AMQPError) {
        try topology(
            "unbinding the exchange \(destination) from \(source)",
            { () throws(AMQPError) in
                amqp_exchange_unbind(
                    state, Self.topology, try name(destination), try name(source), try name(routingKey),
                    try arena.table(arguments))
            }, reading: { _ in })
    }

    func deleteQueue(_ queue: String, ifUnused: Bool, ifEmpty: Bool) throws(AMQPError) -> Int {
        try topology(
            "deleting the queue \(queue)",
            { () throws(AMQPError) in
                amqp_queue_delete(state, Self.topology, try name(queue), ifUnused ? 1 : 0, ifEmpty ? 1 : 0)
            }, reading: { Int($0.message_count) })
    }

    func purge(_ queue: String) throws(AMQPError) -> Int {
        try topology(
            "purging the queue \(queue)",
            { () throws(AMQPError) in amqp_queue_purge(state, Self.topology, try name(queue)) },
            reading: { Int($0.message_count) })
    }
}
