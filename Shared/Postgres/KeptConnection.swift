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
    /// What goes along with the next statement.
    private let later = Mutex<AskedLater?>(nil)

    init(_ connection: PostgresConnection, of places: PoolPlaces) {
        (self.connection, self.places) = (connection, places)
    }

    func isOf(_ places: PoolPlaces) -> Bool { places === self.places }

    /// The connection until ``giveBack()``, if nothing else that the task does asks it now.
    func take() -> PostgresConnection? {
        state.withLock { state in
            guard state == .idle else { return nil }
            state = .asked
            return connection
        }
    }

    /// Has a question go along with the next statement. An earlier one that still waits is asked when its answer is wanted.
    func ask(later question: AskedLater) { later.withLock { $0 = question } }

    /// It is asked by itself.
    func forget(_ question: AskedLater) { later.withLock { if $0 === question { $0 = nil } } }

    func takeLater() -> AskedLater? {
        later.withLock { later in
            defer { later = nil }
            return later
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
