import Synchronization
import Testing

struct TooLate: Error, CustomStringConvertible {
    let what: String
    var description: String { "waited too long for \(what)" }
}

/// Waits for something, but not for ever.
func withDeadline<T: Sendable>(
    _ what: String, _ limit: Duration = .seconds(20), _ body: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw TooLate(what: what)
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw TooLate(what: what) }
        return value
    }
}

/// What callbacks hand over, for a test to wait for.
final class Gathered<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    private let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    init() {
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ more: [Element]) {
        elements.withLock { $0 += more }
        changed.yield()
    }

    var all: [Element] { elements.withLock { $0 } }

    /// Waits until so many are here; gives all that are.
    @discardableResult
    func first(_ count: Int, _ what: String) async throws -> [Element] {
        try await until("\(count) \(what)") { $0.count >= count }
    }

    @discardableResult
    func until(_ what: String, _ enough: @escaping @Sendable ([Element]) -> Bool) async throws -> [Element] {
        try await withDeadline(what) { [self] in
            while !enough(all) {
                for await _ in changes { break }
                try Task.checkCancellation()
            }
            return all
        }
    }
}
