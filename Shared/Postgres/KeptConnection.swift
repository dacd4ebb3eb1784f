import Synchronization

/// A connection that one task keeps, to ask one thing after the other on its thread.
final class KeptConnection: Sendable {
    private enum State {
        case idle, asked
        /// Asked by something that goes on when the task that kept it has ended.
        case leaving
        case over
    }

    /// What the running task keeps.
    @TaskLocal static var current: KeptConnection?

    private let connection: PostgresConnection
    private let places: PoolPlaces
    private let state = Mutex(State.idle)

    init(_ connection: PostgresConnection, of places: PoolPlaces) {
        (self.connection, self.places) = (connection, places)
    }

    /// The connection until ``giveBack()``, if it is of that pool and nothing else that the task does asks it now.
    func take(of places: PoolPlaces) -> PostgresConnection? {
        guard places === self.places else { return nil }
        return state.withLock { state in
            guard state == .idle else { return nil }
            state = .asked
            return connection
        }
    }

    func giveBack() { change(to: .idle, from: .leaving) }

    /// Nobody keeps it any more.
    func end() { change(to: .leaving, from: .idle) }

    /// The pool has it again when nothing asks it and nobody keeps it.
    private func change(to next: State, from last: State) {
        let isOver = state.withLock { state in
            state = state == last ? .over : next
            return state == .over
        }
        if isOver { places.giveBack(connection) }
    }
}
