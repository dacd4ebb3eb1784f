/// What a message carries besides its body. Text longer than 255 bytes cannot be sent (headers can be longer).
public struct AMQPProperties: Sendable, Hashable {
    public var messageID: String?
    public var type: String?
    /// Seconds since 1970-01-01T00:00:00Z.
    public var timestamp: UInt64?
    public var appID: String?
    public var correlationID: String?
    public var replyTo: String?
    public var contentType: String?
    public var contentEncoding: String?
    /// Whether the broker keeps the message across its own restart (delivery mode 2).
    public var persistent: Bool
    /// 0…9, only meant for queues with priorities.
    public var priority: UInt8?
    /// Time to live in milliseconds, as text, as the protocol wants it.
    public var expiration: String?
    public var headers: [String: AMQPValue]

    public init(
        messageID: String? = nil, type: String? = nil, timestamp: UInt64? = nil, appID: String? = nil,
        correlationID: String? = nil, replyTo: String? = nil, contentType: String? = nil,
        contentEncoding: String? = nil, persistent: Bool = true, priority: UInt8? = nil, expiration: String? = nil,
        headers: [String: AMQPValue] = [:]
    ) {
        self.messageID = messageID
        self.type = type
        self.timestamp = timestamp
        self.appID = appID
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.persistent = persistent
        self.priority = priority
        self.expiration = expiration
        self.headers = headers
    }
}

/// A message as it travels: properties and raw bytes.
public struct AMQPMessage: Sendable, Hashable {
    public var properties: AMQPProperties
    public var body: [UInt8]

    public init(properties: AMQPProperties = AMQPProperties(), body: [UInt8]) {
        self.properties = properties
        self.body = body
    }
}
