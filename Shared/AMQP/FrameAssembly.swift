import CRabbitMQ

/// A message the broker handed to a consumer of this connection.
struct IncomingDelivery {
    var consumerTag: String
    var deliveryTag: UInt64
    var redelivered: Bool
    var exchange: String
    var routingKey: String
    /// Nil when the body was larger than we take.
    var message: AMQPMessage?
}

/// What the broker says without being asked.
enum LinkEvent {
    case delivery(IncomingDelivery)
    /// `number` is the publisher's own number of the message, when it still can be read.
    case returned(number: UInt64?, code: UInt16, text: String)
    case ack(tag: UInt64, multiple: Bool)
    case nack(tag: UInt64, multiple: Bool)
    case consumerCancelled(tag: String)
    case blocked(reason: String)
    case unblocked
}

/// Puts the frames of a channel together: method, then for messages header and body. A value without I/O; whatever
/// a peer sends ends in an event, in nothing yet, or in a typed error.
struct FrameAssembly {
    private enum Opening {
        case delivery(IncomingDelivery)
        case returned(code: UInt16, text: String)
    }

    private struct Content {
        var opening: Opening
        var properties: AMQPProperties
        var missing: UInt64
        var body: [UInt8] = []
        var tooLarge: Bool
    }

    private var opening: Opening?
    private var content: Content?
    let maximumBodySize: Int

    init(maximumBodySize: Int) {
        self.maximumBodySize = maximumBodySize
    }

    mutating func accept(_ frame: amqp_frame_t) throws(AMQPError) -> LinkEvent? {
        guard frame.channel <= BrokerLink.topology else {
            throw .protocolViolation("a frame came on the channel \(frame.channel), which is not open")
        }
        switch Int32(frame.frame_type) {
        case Int32(AMQP_FRAME_METHOD):
            if frame.channel != 0, opening != nil || content != nil {
                // Only the end of the channel may come between the frames of a message.
                guard frame.payload.method.id == AMQP_CHANNEL_CLOSE_METHOD else {
                    throw .protocolViolation("a method came in the middle of a message")
                }
            }
            return try method(frame.payload.method)
        case Int32(AMQP_FRAME_HEADER): return try header(frame.payload.properties)
        case Int32(AMQP_FRAME_BODY): return try body(frame.payload.body_fragment)
        case Int32(AMQP_FRAME_HEARTBEAT): return nil
        default: throw .protocolViolation("a frame of the unknown type \(frame.frame_type) came")
        }
    }

    private mutating func method(_ method: amqp_method_t) throws(AMQPError) -> LinkEvent? {
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let deliver: amqp_basic_deliver_t = try decoded(method.decoded)
            opening = .delivery(
                IncomingDelivery(
                    consumerTag: deliver.consumer_tag.text, deliveryTag: deliver.delivery_tag,
                    redelivered: deliver.redelivered != 0, exchange: deliver.exchange.text,
                    routingKey: deliver.routing_key.text))
            return nil
        case AMQP_BASIC_RETURN_METHOD:
            let returned: amqp_basic_return_t = try decoded(method.decoded)
            opening = .returned(code: returned.reply_code, text: returned.reply_text.text)
            return nil
        case AMQP_BASIC_ACK_METHOD:
            let ack: amqp_basic_ack_t = try decoded(method.decoded)
            return .ack(tag: ack.delivery_tag, multiple: ack.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let nack: amqp_basic_nack_t = try decoded(method.decoded)
            return .nack(tag: nack.delivery_tag, multiple: nack.multiple != 0)
        case AMQP_BASIC_CANCEL_METHOD:
            let cancel: amqp_basic_cancel_t = try decoded(method.decoded)
            return .consumerCancelled(tag: cancel.consumer_tag.text)
        case AMQP_CONNECTION_BLOCKED_METHOD:
            let blocked: amqp_connection_blocked_t = try decoded(method.decoded)
            return .blocked(reason: blocked.reason.text)
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            return .unblocked
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close: amqp_channel_close_t = try decoded(method.decoded)
            throw .channelClosed(code: close.reply_code, text: close.reply_text.text)
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close: amqp_connection_close_t = try decoded(method.decoded)
            throw .connectionClosed(code: close.reply_code, text: close.reply_text.text)
        default:
            throw .protocolViolation("the method \(method.id >> 16).\(method.id & 0xFFFF) came unasked")
        }
    }

    private func decoded<T>(_ pointer: UnsafeMutableRawPointer?) throws(AMQPError) -> T {
        guard let pointer else { throw .protocolViolation("a method came without its fields") }
        return pointer.assumingMemoryBound(to: T.self).pointee
    }
}

extension FrameAssembly {
    private mutating func header(
        _ header: amqp_frame_t.__Unnamed_union_payload.__Unnamed_struct_properties
    ) throws(AMQPError) -> LinkEvent? {
        guard let opening else { throw .protocolViolation("a message's header came without its method") }
        guard header.class_id == AMQP_BASIC_CLASS, let decoded = header.decoded else {
            throw .protocolViolation("a message's header is of the class \(header.class_id)")
        }
        self.opening = nil
        let tooLarge = header.body_size > UInt64(maximumBodySize)
        var content = Content(
            opening: opening,
            properties: AMQPProperties(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee),
            missing: header.body_size, tooLarge: tooLarge)
        if header.body_size == 0 { return event(from: content) }
        // What the header claims is not yet sent: do not let a claim alone take the memory.
        if !tooLarge { content.body.reserveCapacity(min(Int(header.body_size), 131_072)) }
        self.content = content
        return nil
    }

    private mutating func body(_ fragment: amqp_bytes_t) throws(AMQPError) -> LinkEvent? {
        // Taken out and put back, so that the body grows in place.
        guard var content else { throw .protocolViolation("a message's body came without its header") }
        self.content = nil
        guard UInt64(fragment.len) <= content.missing else {
            throw .protocolViolation("a message's body is longer than its header said")
        }
        content.missing -= UInt64(fragment.len)
        if !content.tooLarge { content.body.append(contentsOf: fragment.buffer) }
        guard content.missing > 0 else { return event(from: content) }
        self.content = content
        return nil
    }

    private func event(from content: Content) -> LinkEvent {
        var properties = content.properties
        let number = properties.headers.removeValue(forKey: publishNumberHeader)
        switch content.opening {
        case .delivery(var delivery):
            if !content.tooLarge { delivery.message = AMQPMessage(properties: properties, body: content.body) }
            return .delivery(delivery)
        case .returned(let code, let text):
            return .returned(number: number?.integer.flatMap { UInt64(exactly: $0) }, code: code, text: text)
        }
    }
}
