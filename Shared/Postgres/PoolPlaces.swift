import Synchronization

/// Who has which connection, and who waits for one: first come, first served.
final class PoolPlaces: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<PostgresConnection, any Error>
    }

    private struct State {
        var idle: [PostgresConnection] = []
        var made = 0
        var waiters: [Waiter] = []
        var nextNumber = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let size: Int
    private let make: @Sendable () -> PostgresConnection
    private let state = Mutex(State())

    init(size: Int, make: @escaping @Sendable () -> PostgresConnection) {
        self.size = size
        self.make = make
    }

    var waiting: Int { state.withLock { $0.waiters.count } }

    func take(within limit: Duration) async throws -> PostgresConnection {
        try Task.checkCancellation()
        if let free = try state.withLock({ try takeFree(&$0) }) { return free }
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let deadline = ContinuousClock.now + limit
        let alarm = Task {
            try await Task.sleep(for: limit)
            self.fail(number, Self.tooLate)
        }
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(number, until: deadline, $0) }
        } onCancel: {
            fail(number, CancellationError())
        }
    }

    func giveBack(_ connection: PostgresConnection) {
        let (next, isClosed, closers) = state.withLock { state -> (Waiter?, Bool, [CheckedContinuation<Void, Never>]) in
            if !state.waiters.isEmpty, !state.isClosed { return (state.waiters.removeFirst(), false, []) }
            state.idle.append(connection)
            return (nil, state.isClosed, takeClosers(&state))
        }
        next?.continuation.resume(returning: connection)
        if isClosed { Task { await connection.close() } }
        for closer in closers { closer.resume() }
    }

    func close() async {
        let (waiters, idle) = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return (state.waiters, state.idle)
        }
        for waiter in waiters { waiter.continuation.resume(throwing: Self.closed) }
        for connection in idle { await connection.close() }
        await withCheckedContinuation { continuation in
            let closers = state.withLock { state in
                state.closers.append(continuation)
                return takeClosers(&state)
            }
            for closer in closers { closer.resume() }
        }
    }

    private static let tooLate = PostgresError.timeout("no connection of the pool became free in time")
    private static let closed = PostgresError.misuse("the pool is closed")

    private func takeFree(_ state: inout sending State) throws -> PostgresConnection? {
        guard !state.isClosed else { throw Self.closed }
        if let idle = state.idle.popLast() { return idle }
        guard state.made < size else { return nil }
        state.made += 1
        return make()
    }

    // Those who wait for the pool to close, once nothing is lent out.
    private func takeClosers(_ state: inout sending State) -> [CheckedContinuation<Void, Never>] {
        guard state.isClosed, state.idle.count == state.made else { return [] }
        defer { state.closers = [] }
        return state.closers
    }

    private func wait(
        _ number: Int, until deadline: ContinuousClock.Instant,
        _ continuation: CheckedContinuation<PostgresConnection, any Error>
    ) {
        let answer = state.withLock { state -> Result<PostgresConnection, any Error>? in
            // Something may have become free, or the caller been cancelled, since it looked.
            if Task.isCancelled { return .failure(CancellationError()) }
            do {
                if let free = try takeFree(&state) { return .success(free) }
            } catch {
                return .failure(error)
            }
            // The alarm went off before there was anyone to wake.
            guard ContinuousClock.now < deadline else { return .failure(Self.tooLate) }
            state.waiters.append(Waiter(number: number, continuation: continuation))
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func fail(_ number: Int, _ error: any Error) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiters.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiters.remove(at: place)
        }
        waiter?.continuation.resume(throwing: error)
    }
}
