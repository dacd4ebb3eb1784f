import CRabbitMQ
import Foundation

/// One connection to one broker, over librabbitmq. Confined to the thread that opened it. After the first fatal
/// error it is only good for ``close()``.
///
/// Two channels, ever, since the library keeps memory for each number until the connection ends: messages flow on
/// `work`; topology is asked on `topology`, where a refusal closes nothing but that channel.
final class BrokerLink {
    static let work: amqp_channel_t = 1
    static let topology: amqp_channel_t = 2

    let host: AMQPConfiguration.Host
    let configuration: AMQPConfiguration
    let state: amqp_connection_state_t
    let watchdog: Watchdog
    let arena = Arena()
    private var assembly: FrameAssembly
    private(set) var socket: Int32 = -1
    private(set) var frameMax = 4096
    private(set) var serverVersion = "unknown"
    /// The first fatal error.
    private(set) var failure: AMQPError?
    /// Why the broker takes nothing from us for now.
    private(set) var blocked: String?
    var topologyIsOpen = false

    init(host: AMQPConfiguration.Host, configuration: AMQPConfiguration, watchdog: Watchdog) throws(AMQPError) {
        guard let state = amqp_new_connection() else { throw .connectionLost("out of memory") }
        self.host = host
        self.configuration = configuration
        self.state = state
        self.watchdog = watchdog
        assembly = FrameAssembly(maximumBodySize: configuration.maximumBodySize)
    }

    deinit {
        watchdog.unwatch()
        amqp_destroy_connection(state)
    }

    /// Connects, signs in and opens the channels.
    func open() throws(AMQPError) {
        try connect()
        socket = amqp_get_sockfd(state)
        watchdog.watch(socket)
        serverVersion = try signIn()
        frameMax = Int(amqp_get_frame_max(state))
        var limit = configuration.rpcTimeout.timeval
        amqp_set_rpc_timeout(state, &limit)
        try openChannel(Self.work)
    }

    /// Says goodbye where that has a point; the memory and the socket go with the object.
    func close() {
        guard blocked == nil, socket >= 0 else { return }
        switch failure {
        case nil, .channelClosed: break
        default: return
        }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        amqp_set_rpc_timeout(state, &limit)
        watchdog.limited(.seconds(3)) { _ = amqp_connection_close(state, Int32(AMQP_REPLY_SUCCESS)) }
    }

    /// The next event that is here already; nil when the socket has to be waited for.
    func nextEvent() throws(AMQPError) -> LinkEvent? {
        var frame = amqp_frame_t()
        while true {
            let status = watchdog.limited(configuration.rpcTimeout) { qiao_amqp_next_frame(state, &frame) }
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            try check(status, "reading")
            defer { amqp_maybe_release_buffers_on_channel(state, frame.channel) }
            do {
                guard let event = try assembly.accept(frame) else { continue }
                note(event)
                return event
            } catch {
                answerClose(error, on: frame.channel)
                throw fail(error)
            }
        }
    }

    private func note(_ event: LinkEvent) {
        if case .blocked(let reason) = event { blocked = reason }
        if case .unblocked = event { blocked = nil }
    }

    /// The protocol wants the end of a channel or connection to be confirmed.
    private func answerClose(_ error: AMQPError, on channel: amqp_channel_t) {
        switch error {
        case .channelClosed: confirmChannelClose(channel)
        case .connectionClosed: confirmConnectionClose()
        default: break
        }
    }

    func confirmChannelClose(_ channel: amqp_channel_t) {
        var closed = amqp_channel_close_ok_t()
        _ = watchdog.limited(.seconds(2)) { amqp_send_method(state, channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &closed) }
    }

    func confirmConnectionClose() {
        var closed = amqp_connection_close_ok_t()
        _ = watchdog.limited(.seconds(2)) { amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &closed) }
    }

    /// Remembers a fatal error and gives it back to be thrown.
    func fail(_ error: AMQPError) -> AMQPError {
        failure = failure ?? error
        return error
    }

    /// Turns the library's status into a fatal error unless it is fine.
    func check(_ status: Int32, _ what: String) throws(AMQPError) {
        guard status != AMQP_STATUS_OK.rawValue else { return }
        throw fail(watchdog.hasFired ? .timeout("\(what) hung") : AMQPError(status: status, host: host, what))
    }
}
