/// Everything that can go wrong with a broker, sorted by what one does about it.
public enum AMQPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The configuration cannot be used at all.
    case invalidConfiguration(String)
    /// No TCP connection could be made to the host.
    case unreachable(host: String, reason: String)
    /// The broker refused the user, the password or the virtual host.
    case authenticationRefused(host: String, text: String)
    /// TLS could not be established.
    case tls(host: String, reason: String)
    /// The broker closed the channel: our request was wrong (404 missing, 405 locked, 406 precondition failed).
    case channelClosed(code: UInt16, text: String)
    /// The broker closed the connection (320 by an operator, 501…541 protocol or internal errors).
    case connectionClosed(code: UInt16, text: String)
    /// The connection broke without a word from the broker.
    case connectionLost(String)
    /// The broker did not answer within the limit; the connection is given up.
    case timeout(String)
    /// The peer sent something that is not AMQP 0-9-1, or out of order; the connection is given up.
    case protocolViolation(String)
    /// There is no connection just now.
    case notConnected
    /// The broker raised a memory or disk alarm and accepts nothing from publishers.
    case blocked(String)
    /// A value of ours cannot be expressed in AMQP, such as a name longer than 255 bytes.
    case invalidArgument(String)

    public var description: String {
        switch self {
        case .invalidConfiguration(let reason):
            "The broker's configuration is invalid: \(reason). Correct the amqp:// address in the service's settings."
        case .unreachable(let host, let reason):
            "No connection to RabbitMQ at \(host): \(reason). Check that the broker runs and that host and port are right."
        case .authenticationRefused(let host, let text):
            "RabbitMQ at \(host) refused the sign-in: \(text). Check user, password, virtual host and its permissions."
        case .tls(let host, let reason):
            "No TLS connection to RabbitMQ at \(host): \(reason). Check the CA file, the certificate's name and its dates."
        case .channelClosed(let code, let text):
            "RabbitMQ closed the channel with \(code): \(text). \(Self.remedy(channelCode: code))"
        case .connectionClosed(let code, let text):
            "RabbitMQ closed the connection with \(code): \(text). It is made anew; if this repeats, see the broker's log."
        case .connectionLost(let reason):
            "The connection to RabbitMQ was lost: \(reason). It is made anew; if this repeats, check network and broker."
        case .timeout(let what):
            "RabbitMQ did not answer in time: \(what). Check the broker's load, alarms and the network between."
        case .protocolViolation(let what):
            "The peer does not speak AMQP 0-9-1 as agreed: \(what). Check that the port is RabbitMQ's AMQP port."
        case .notConnected:
            "There is no connection to RabbitMQ at the moment. Try again when it is back."
        case .blocked(let reason):
            "RabbitMQ blocks publishers: \(reason). Free the broker's memory or disk."
        case .invalidArgument(let what):
            "This cannot be expressed in AMQP: \(what). Shorten or correct the value."
        }
    }

    private static func remedy(channelCode code: UInt16) -> String {
        switch code {
        case 403: "Grant the user the permission on this name."
        case 404: "Declare the missing exchange or queue first."
        case 405: "Another connection holds the queue exclusively; stop the other consumer."
        case 406: "The arguments differ from what exists, or a delivery was settled twice; compare the declarations."
        default: "See the broker's log."
        }
    }
}
