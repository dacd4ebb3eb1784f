/// A service as a type, for events that every service publishes in its own name.
public protocol Publisher: Sendable {
    /// The short name that leads its event types: `oa`.
    static var name: String { get }
}
