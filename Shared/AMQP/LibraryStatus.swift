import CRabbitMQ

extension AMQPError {
    /// Sorts the library's negative status codes.
    init(status: Int32, host: AMQPConfiguration.Host, _ what: String) {
        let text = "\(what): \(Self.text(of: status))"
        switch amqp_status_enum(status) {
        case AMQP_STATUS_TIMEOUT, AMQP_STATUS_HEARTBEAT_TIMEOUT:
            self = .timeout(text)
        case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED:
            self = .unreachable(host: host.description, reason: text)
        case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
            AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION, AMQP_STATUS_WRONG_METHOD, AMQP_STATUS_UNEXPECTED_STATE,
            AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD:
            self = .protocolViolation(text)
        case AMQP_STATUS_SSL_ERROR, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED, AMQP_STATUS_SSL_PEER_VERIFY_FAILED,
            AMQP_STATUS_SSL_CONNECTION_FAILED, AMQP_STATUS_SSL_SET_ENGINE_FAILED:
            self = .tls(host: host.description, reason: text)
        default:
            self = .connectionLost(text)
        }
    }

    static func text(of status: Int32) -> String {
        amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
    }
}

extension BrokerLink {
    /// Turns the answer to a request into an error unless it is fine. A closed channel is confirmed here and is not
    /// fatal to the link; everything else is.
    func check(_ reply: amqp_rpc_reply_t, _ what: String) throws(AMQPError) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            try check(reply.library_error, what)
            throw fail(.protocolViolation(what))
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            throw serverException(reply.reply)
        default:
            throw fail(.connectionLost("\(what): the broker ended the connection"))
        }
    }

    private func serverException(_ method: amqp_method_t) -> AMQPError {
        guard let decoded = method.decoded else { return fail(.protocolViolation("a close came without its fields")) }
        switch method.id {
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            return .channelClosed(code: close.reply_code, text: close.reply_text.text)
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            let error = AMQPError.connectionClosed(code: close.reply_code, text: close.reply_text.text)
            confirmConnectionClose()
            return fail(error)
        default:
            return fail(.protocolViolation("the method \(method.id >> 16).\(method.id & 0xFFFF) came as an answer"))
        }
    }
}
