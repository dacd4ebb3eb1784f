import Testing

/// Tests of the event core on real servers. They share the names of one publisher and one consumer at the broker, so one
/// runs after the other.
@Suite(.serialized) enum EventCoreTests {}
