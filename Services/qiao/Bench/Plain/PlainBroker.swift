import CRabbitMQ
import Foundation

/// A connection to the broker in plain librabbitmq calls. Used on one thread.
final class PlainBroker {
    let state: amqp_connection_state_t

    init(_ url: String) throws {
        guard let opened = amqp_new_connection(), let socket = amqp_tcp_socket_new(opened) else {
            throw PlainFailure("out of memory")
        }
        state = opened
        guard var text = Optional(Array(url.utf8CString)) else { throw PlainFailure("no address") }
        var parts = amqp_connection_info()
        guard amqp_parse_url(&text, &parts) == AMQP_STATUS_OK.rawValue else { throw PlainFailure("not an address") }
        guard amqp_socket_open(socket, parts.host, parts.port) == AMQP_STATUS_OK.rawValue else {
            throw PlainFailure("the broker is not reached")
        }
        var none = amqp_table_t()
        let host = parts.vhost.map { String(cString: $0) } ?? "/"
        let login = qiao_amqp_login_plain(opened, host, 2, 131_072, 0, &none, parts.user, parts.password)
        guard login.reply_type == AMQP_RESPONSE_NORMAL else { throw PlainFailure("the broker refused the sign-in") }
        amqp_channel_open(opened, 1)
        try checkReply()
    }

    deinit {
        amqp_connection_close(state, AMQP_REPLY_SUCCESS)
        amqp_destroy_connection(state)
    }

    func checkReply() throws {
        guard amqp_get_rpc_reply(state).reply_type == AMQP_RESPONSE_NORMAL else {
            throw PlainFailure("the broker refused a request")
        }
    }

    func check(_ status: Int32) throws {
        guard status == AMQP_STATUS_OK.rawValue else {
            throw PlainFailure(String(cString: amqp_error_string2(status)))
        }
    }

    /// Lets many small frames leave together.
    func together(_ body: () throws -> Void) rethrows {
        cork(1)
        defer { cork(0) }
        try body()
    }

    private func cork(_ on: Int32) {
        var value = on
        _ = setsockopt(
            amqp_get_sockfd(state), Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

extension amqp_bytes_t {
    /// The bytes where they are.
    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: len) }

    /// A copy as text.
    var plainText: String { String(decoding: buffer, as: UTF8.self) }
}

/// C strings of one message, freed together.
struct PlainStrings {
    private var copies: [UnsafeMutablePointer<CChar>] = []

    mutating func bytes(_ text: String) -> amqp_bytes_t {
        guard let copy = strdup(text) else { return amqp_bytes_t() }
        copies.append(copy)
        return amqp_cstring_bytes(copy)
    }

    func free() { for copy in copies { Foundation.free(copy) } }
}
