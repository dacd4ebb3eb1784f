/// What happens to a client's connection, in order.
public enum AMQPConnectionState: Sendable, Equatable {
    /// Connected and set up; the number grows by one with every new connection.
    case connected(generation: UInt64)
    /// Not connected; the next attempt follows by itself unless the client was shut down.
    case disconnected(reason: String)
    /// The broker raised an alarm and takes nothing from publishers for now.
    case blocked(reason: String)
    case unblocked
}
