import Foundation
import Logging
import Synchronization

private let asked = Atomic(false)

/// The end that SIGTERM asks for, waited for by whoever must stop.
struct Ending: Sendable {
    init() {
        _ = asked.load(ordering: .relaxed)
        signal(SIGTERM) { _ in asked.store(true, ordering: .relaxed) }
    }

    var hasCome: Bool { asked.load(ordering: .relaxed) }

    func wait() async {
        while !hasCome { try? await Task.sleep(for: .milliseconds(50)) }
    }

    /// Does something until it succeeds: servers may be away when a process starts.
    func patiently(_ what: String, _ body: () async throws -> Void) async throws {
        while true {
            do {
                return try await body()
            } catch {
                Settings.logger.warning("\(what) failed and are tried again: \(error)")
                if hasCome { throw error }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
