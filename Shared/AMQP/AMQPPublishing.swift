/// One message on its way out, with the caller's own mark on it.
public struct AMQPPublishing: Sendable {
    public var exchange: String
    public var routingKey: String
    /// Whether a message that reaches no queue is to come back; without it such a message is confirmed and gone.
    public var mandatory: Bool
    public var message: AMQPMessage
    /// Comes back in the ``AMQPSettlement``; means nothing to the publisher.
    public var token: UInt64

    public init(exchange: String, routingKey: String, mandatory: Bool = true, message: AMQPMessage, token: UInt64) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
        self.message = message
        self.token = token
    }
}

/// What became of one ``AMQPPublishing``. Every publishing is settled exactly once.
public struct AMQPSettlement: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        /// The broker has it, on a majority where the queue is replicated, and it reached at least one queue
        /// (when it was sent as mandatory).
        case confirmed
        /// It reached no queue (312) or its exchange does not exist (404).
        case returned(code: UInt16, text: String)
        /// The broker refused it (a full queue that rejects publishes), or it cannot be expressed in AMQP at all.
        case rejected(reason: String)
        /// Nobody knows whether the broker has it, or it was not sent. Send it again; receivers drop duplicates.
        case unknown(reason: String)
    }

    public var token: UInt64
    public var outcome: Outcome

    public init(token: UInt64, outcome: Outcome) {
        self.token = token
        self.outcome = outcome
    }
}
