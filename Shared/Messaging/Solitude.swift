import Synchronization

/// Lets what may kill the process happen with nothing else going on, so that nothing else is blamed for the death.
///
/// Lanes work side by side, each `among` the others. One that holds a suspect asks to be `alone`: it waits until the
/// others have finished what is in hand, and they wait until it is done.
final class Solitude: Sendable {
    private struct State {
        var working = 0
        var isTaken = false
        var wantAlone: [CheckedContinuation<Void, Never>] = []
        var wantAmong: [CheckedContinuation<Void, Never>] = []

        /// Who goes on now. Whoever wants to be alone goes first, or the others would never let it.
        mutating func next() -> [CheckedContinuation<Void, Never>] {
            guard !isTaken else { return [] }
            if wantAlone.isEmpty {
                defer { wantAmong = [] }
                working += wantAmong.count
                return wantAmong
            }
            guard working == 0 else { return [] }
            isTaken = true
            return [wantAlone.removeFirst()]
        }
    }

    private let state = Mutex(State())

    /// Works beside others who do the same.
    nonisolated(nonsending) func among<T>(_ work: () async throws -> T) async throws -> T {
        await enter()
        defer { leave() }
        return try await work()
    }

    /// Works with nobody beside it. Called from within `among`, whose place it gives up meanwhile.
    nonisolated(nonsending) func alone<T>(_ work: () async throws -> T) async throws -> T {
        await withCheckedContinuation { waiting in
            change { state in
                state.working -= 1
                state.wantAlone.append(waiting)
            }
        }
        let result: Result<T, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        change { $0.isTaken = false }
        await enter()
        return try result.get()
    }

    private nonisolated(nonsending) func enter() async {
        await withCheckedContinuation { waiting in change { $0.wantAmong.append(waiting) } }
    }

    private func leave() { change { $0.working -= 1 } }

    private func change(_ body: (inout sending State) -> Void) {
        let next = state.withLock { state in
            body(&state)
            return state.next()
        }
        for waiting in next { waiting.resume() }
    }
}
