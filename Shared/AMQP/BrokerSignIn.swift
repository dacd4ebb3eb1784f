import CRabbitMQ
import Foundation

// How a connection begins.
extension BrokerLink {
    /// Makes the TCP or TLS connection. Only the look-up of the name has no limit but the resolver's own.
    func connect() throws(AMQPError) {
        guard let socket = configuration.tls == nil ? amqp_tcp_socket_new(state) : amqp_ssl_socket_new(state) else {
            throw fail(.connectionLost("the library has no socket to give"))
        }
        if let tls = configuration.tls { try secure(socket, tls) }
        var limit = configuration.connectTimeout.timeval
        let status = amqp_socket_open_noblock(socket, host.name, Int32(clamping: host.port), &limit)
        guard status == AMQP_STATUS_OK.rawValue else {
            let error = AMQPError(status: status, host: host, "connecting")
            if case .tls = error { throw fail(error) }
            throw fail(.unreachable(host: host.description, reason: AMQPError.text(of: status)))
        }
    }

    private func secure(_ socket: OpaquePointer, _ tls: AMQPConfiguration.TLS) throws(AMQPError) {
        amqp_ssl_socket_set_verify_peer(socket, tls.verify ? 1 : 0)
        amqp_ssl_socket_set_verify_hostname(socket, tls.verify ? 1 : 0)
        if tls.verify, amqp_ssl_socket_set_cacert(socket, tls.caFile) != AMQP_STATUS_OK.rawValue {
            throw fail(.tls(host: host.description, reason: "the CA file \(tls.caFile) cannot be used"))
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile,
            amqp_ssl_socket_set_key(socket, certificate, key) != AMQP_STATUS_OK.rawValue
        {
            throw fail(.tls(host: host.description, reason: "the certificate \(certificate) or its key cannot be used"))
        }
    }

    /// Gives the broker's version.
    func signIn() throws(AMQPError) -> String {
        var limit = configuration.rpcTimeout.timeval
        amqp_set_handshake_timeout(state, &limit)
        var properties = try arena.table([
            "connection_name": .string(configuration.connectionName),
            "capabilities": .table([
                "connection.blocked": true, "consumer_cancel_notify": true, "basic.nack": true,
                "publisher_confirms": true, "authentication_failure_close": true, "exchange_exchange_bindings": true,
            ]),
        ])
        defer { arena.recycle() }
        let heartbeat = Int32(clamping: configuration.heartbeat.components.seconds)
        let reply = watchdog.limited(configuration.rpcTimeout * 2 + .seconds(1)) {
            qiao_amqp_login_plain(
                state, configuration.virtualHost, 0, Int32(clamping: configuration.frameMax), heartbeat, &properties,
                configuration.user, configuration.password)
        }
        do {
            try check(reply, "signing in")
        } catch .connectionClosed(let code, let text) where code == 403 || code == 530 {
            throw fail(.authenticationRefused(host: host.description, text: text))
        }
        guard let table = amqp_get_server_properties(state) else { return "unknown" }
        return AMQPValue.entries(of: table.pointee)["version"]?.string ?? "unknown"
    }
}
