import Synchronization

/// Opens once a number of parties have arrived: lets tests bring tasks to the same point without sleeping.
final class Gate: Sendable {
    private struct State {
        var missing: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ parties: Int) {
        state = Mutex(State(missing: parties))
    }

    /// Arrives, and waits for the others.
    func pass() async {
        await withCheckedContinuation { continuation in
            let released = state.withLock { state in
                state.missing -= 1
                state.waiting.append(continuation)
                guard state.missing <= 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { state.waiting = [] }
                return state.waiting
            }
            for waiter in released { waiter.resume() }
        }
    }

    /// Arrives without waiting.
    func open() {
        let released = state.withLock { state in
            state.missing -= 1
            guard state.missing <= 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in released { waiter.resume() }
    }
}

/// Counts, from any task.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    @discardableResult
    func up() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

/// Notes numbers in the order they come, from any task.
final class Record: Sendable {
    private let noted = Mutex<[Int]>([])

    var numbers: [Int] { noted.withLock { $0 } }

    func append(_ number: Int) {
        noted.withLock { $0.append(number) }
    }
}
