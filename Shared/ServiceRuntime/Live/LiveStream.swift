import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// A page that somebody has open: tells of each change of it, and says now and then that it is still there. Ends when the
/// person may no longer see it, when the session does, when the browser goes and when the service stops.
struct LiveStream: Sendable {
    let conversation: Conversation
    let call: Call
    let page: String
    let first: PageLook
    let place: LivePlaces.Place
    /// The revision the browser has.
    let seen: String

    /// Beyond it proxies take a stream for dead.
    static let heartbeat = Duration.seconds(20)
    /// What comes in a burst is told once; a list, which anything may change, is looked at less often.
    private var pause: Duration {
        if case .anything = first.interest { .seconds(3) } else { .milliseconds(200) }
    }

    func run(_ write: @escaping @Sendable (String) async throws -> Void) async throws {
        defer { place.leave() }
        try await cancelWhenGracefulShutdown {
            try await follow(write)
        }
    }

    private func follow(_ write: @escaping @Sendable (String) async throws -> Void) async throws {
        let changes = call.service.messaging.changes
        let watch = changes.watch(first.interest)
        defer { changes.end(watch) }
        // What changed between the first look and the watch.
        var (look, known) = (try await again(watch, known: seen), seen)
        try await write("retry: 2000\n\n")
        while true {
            guard let now = look else { return try await write("event: gone\ndata: {}\n\n") }
            if now.revision != known {
                known = now.revision
                try await write("id: \(known)\nevent: changed\ndata: \(String(decoding: now.told, as: UTF8.self))\n\n")
            }
            var hasChanged = await watch.wait(atMost: Self.heartbeat)
            try Task.checkCancellation()
            guard try await isStillHere() else { return }
            if hasChanged {
                try await Task.sleep(for: pause)
                _ = await watch.wait(atMost: .zero)
            } else {
                try await write(": still here\n\n")
                // What was told while nobody heard.
                hasChanged = Int.random(in: 0..<3) == 0
            }
            if hasChanged { look = try await again(watch, known: known) }
        }
    }

    /// - Parameter known: the revision that the browser has by now.
    /// - Returns: nil when the person may not see it any more.
    private func again(_ watch: Changes.Watch, known: String) async throws -> PageLook? {
        do {
            let look = try await conversation.look(at: page, call)
            watch.turn(to: look.interest)
            return look
        } catch let problem as Problem where [403, 404].contains(problem.status) {
            return nil
        } catch let error as any ProblemConvertible where [403, 404].contains(error.problem.status) {
            return nil
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The database is away for a moment; the next look tells.
            conversation.logger.debug("a look at a page failed", metadata: ["error": "\(error)"])
            return PageLook(revision: known, told: Data("{}".utf8), interest: first.interest)
        }
    }

    /// Whether the session still holds; a token that is over is renewed by coming again.
    private func isStillHere() async throws -> Bool {
        let person = try? await conversation.reading().person
        return person != nil && person?.roles == call.person?.roles
    }
}
