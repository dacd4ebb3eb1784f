import Foundation

/// Where the broker is and how patient we are with it.
public struct AMQPConfiguration: Sendable {
    public struct Host: Sendable, Hashable, CustomStringConvertible {
        public var name: String
        public var port: Int
        public var description: String { "\(name):\(port)" }

        public init(name: String, port: Int) {
            self.name = name
            self.port = port
        }
    }

    public struct TLS: Sendable, Equatable {
        /// PEM file with the authorities to trust.
        public var caFile: String
        /// Whether the certificate's chain and name are checked; the name must be one of its DNS names, since the
        /// library compares no IP addresses. Off only for trying things out.
        public var verify: Bool
        /// PEM files of our own certificate and key, where the broker asks for one.
        public var certificateFile: String?
        public var keyFile: String?

        public init(
            caFile: String = "/etc/ssl/certs/ca-certificates.crt", verify: Bool = true,
            certificateFile: String? = nil, keyFile: String? = nil
        ) {
            self.caFile = caFile
            self.verify = verify
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Tried in random order.
    public var hosts: [Host]
    public var user: String
    public var password: String
    public var virtualHost: String
    /// Nil for plain TCP.
    public var tls: TLS?
    /// Shown in the broker's management pages.
    public var connectionName: String
    /// Between heartbeats; after two silent ones the peer counts as dead. RabbitMQ's advice is 5…20 s.
    public var heartbeat: Duration = .seconds(15)
    /// Bytes. RabbitMQ 4.1 and later want at least 8192.
    public var frameMax: Int = 131_072
    public var connectTimeout: Duration = .seconds(5)
    /// For the sign-in, and for each request that has an answer.
    public var rpcTimeout: Duration = .seconds(10)
    /// How long a sent message may stay without a confirm before the connection counts as dead.
    public var confirmTimeout: Duration = .seconds(30)
    /// How long the broker may go on refusing messages (nack) before the connection is made anew. A channel that was opened
    /// while a queue had lost its leader's node can refuse for as long as it lives, though the queue has another leader.
    public var refusalTimeout: Duration = .seconds(10)
    /// How long ``AMQPPublisher/shutdown()`` waits for outstanding confirms.
    public var drainTimeout: Duration = .seconds(5)
    /// Bytes. Larger bodies are not sent; larger ones that arrive are rejected, to be dead-lettered.
    public var maximumBodySize: Int = 16 * 1_048_576
    /// Between attempts to connect: a random time up to the bound, which doubles from the first to the second.
    public var backoff: ClosedRange<Duration> = .milliseconds(200) ... .seconds(15)

    /// Reads `amqp://user:password@host:port,host:port/vhost`, or `amqps://` for TLS. User and password default to
    /// `guest`, the port to 5672 (5671 with TLS), an absent vhost is `/`. Parts may be percent-encoded. What TLS needs
    /// follows as in RabbitMQ's own addresses: `?cacertfile=…&certfile=…&keyfile=…&verify=verify_peer`.
    /// Throws ``AMQPError/invalidConfiguration(_:)``.
    public init(url: String, connectionName: String = "qiao") throws {
        let address = try BrokerAddress(url)
        hosts = address.hosts
        user = address.user
        password = address.password
        virtualHost = address.virtualHost
        tls = address.tls
        self.connectionName = connectionName
    }
}
