import CRabbitMQ

/// The header in which a publisher numbers its messages on the wire. A returned message names itself by it; nothing
/// else in a `basic.return` does. It never reaches the application.
let publishNumberHeader = "x-publish-number"

extension Arena {
    /// The C form of a message's properties.
    func properties(
        _ properties: AMQPProperties, publishNumber: UInt64
    ) throws(AMQPError) -> amqp_basic_properties_t {
        var result = amqp_basic_properties_t()
        func text(
            _ value: String?, _ flag: Int32, _ field: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>
        ) throws(AMQPError) {
            guard let value else { return }
            result._flags |= amqp_flags_t(flag)
            result[keyPath: field] = try short(value, "a property of the message")
        }
        try text(properties.contentType, AMQP_BASIC_CONTENT_TYPE_FLAG, \.content_type)
        try text(properties.contentEncoding, AMQP_BASIC_CONTENT_ENCODING_FLAG, \.content_encoding)
        try text(properties.correlationID, AMQP_BASIC_CORRELATION_ID_FLAG, \.correlation_id)
        try text(properties.replyTo, AMQP_BASIC_REPLY_TO_FLAG, \.reply_to)
        try text(properties.expiration, AMQP_BASIC_EXPIRATION_FLAG, \.expiration)
        try text(properties.messageID, AMQP_BASIC_MESSAGE_ID_FLAG, \.message_id)
        try text(properties.type, AMQP_BASIC_TYPE_FLAG, \.type)
        try text(properties.appID, AMQP_BASIC_APP_ID_FLAG, \.app_id)
        if let timestamp = properties.timestamp {
            result._flags |= amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG)
            result.timestamp = timestamp
        }
        if let priority = properties.priority {
            result._flags |= amqp_flags_t(AMQP_BASIC_PRIORITY_FLAG)
            result.priority = priority
        }
        result._flags |= amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_HEADERS_FLAG)
        result.delivery_mode = properties.persistent ? 2 : 1
        var headers = properties.headers
        headers[publishNumberHeader] = .int64(Int64(clamping: publishNumber))
        result.headers = try table(headers)
        return result
    }
}

extension AMQPProperties {
    /// Copies properties out of the library's memory.
    init(_ source: amqp_basic_properties_t) {
        func has(_ flag: Int32) -> Bool { source._flags & amqp_flags_t(flag) != 0 }
        func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? { has(flag) ? bytes.text : nil }
        self.init(
            messageID: text(AMQP_BASIC_MESSAGE_ID_FLAG, source.message_id),
            type: text(AMQP_BASIC_TYPE_FLAG, source.type),
            timestamp: has(AMQP_BASIC_TIMESTAMP_FLAG) ? source.timestamp : nil,
            appID: text(AMQP_BASIC_APP_ID_FLAG, source.app_id),
            correlationID: text(AMQP_BASIC_CORRELATION_ID_FLAG, source.correlation_id),
            replyTo: text(AMQP_BASIC_REPLY_TO_FLAG, source.reply_to),
            contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, source.content_type),
            contentEncoding: text(AMQP_BASIC_CONTENT_ENCODING_FLAG, source.content_encoding),
            persistent: has(AMQP_BASIC_DELIVERY_MODE_FLAG) && source.delivery_mode == 2,
            priority: has(AMQP_BASIC_PRIORITY_FLAG) ? source.priority : nil,
            expiration: text(AMQP_BASIC_EXPIRATION_FLAG, source.expiration),
            headers: has(AMQP_BASIC_HEADERS_FLAG) ? AMQPValue.entries(of: source.headers) : [:])
    }
}
