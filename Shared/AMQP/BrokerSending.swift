import CRabbitMQ
import Foundation

// What is sent without an answer.
extension BrokerLink {
    /// Whether the socket takes data at once. The library would wait for ever in a socket that does not.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    /// Sends one message. ``AMQPError/invalidArgument(_:)`` means that nothing was sent and the link is fine.
    func publish(_ publishing: AMQPPublishing, number: UInt64) throws(AMQPError) {
        defer { arena.recycle() }
        let body = publishing.message.body
        guard body.count <= configuration.maximumBodySize else {
            throw .invalidArgument("the body has \(body.count) bytes, more than \(configuration.maximumBodySize)")
        }
        let exchange = try arena.short(publishing.exchange, "the exchange's name")
        let routingKey = try arena.short(publishing.routingKey, "the routing key")
        var properties = try arena.properties(publishing.message.properties, publishNumber: number)
        guard arena.wireSize + 64 <= frameMax else {
            throw .invalidArgument("the headers take more than a frame of \(frameMax) bytes")
        }
        let status = body.withUnsafeBytes { buffer in
            let bytes = amqp_bytes_t(len: buffer.count, bytes: UnsafeMutableRawPointer(mutating: buffer.baseAddress))
            return amqp_basic_publish(
                state, Self.work, exchange, routingKey, publishing.mandatory ? 1 : 0, 0, &properties, bytes)
        }
        try check(status, "publishing")
    }

    func acknowledge(_ tag: UInt64, multiple: Bool) throws(AMQPError) {
        try check(amqp_basic_ack(state, Self.work, tag, multiple ? 1 : 0), "acknowledging")
    }

    func reject(_ tag: UInt64, requeue: Bool) throws(AMQPError) {
        try check(amqp_basic_reject(state, Self.work, tag, requeue ? 1 : 0), "rejecting")
    }

    /// Lets many small frames leave together; all of it must not take longer than `rpcTimeout`.
    ///
    /// Its end also pushes out what the kernel would hold back for 200 ms: the library marks the last frame of a body
    /// as “more follows” when that frame is full. Everything is therefore published inside of this.
    func together(_ send: () throws(AMQPError) -> Void) throws(AMQPError) {
        cork(true)
        defer { cork(false) }
        try watchdog.limited(configuration.rpcTimeout, send)
    }

    private func cork(_ on: Bool) {
        #if os(Linux)
            var value: Int32 = on ? 1 : 0
            _ = setsockopt(socket, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }
}
