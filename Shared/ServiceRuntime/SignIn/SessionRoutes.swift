import Foundation
import Kernel
import Messaging
import Postgres

/// What people do with their own sessions, at the service where they signed in.
///
/// - Parameters:
///   - path: `sessions`; signing in is the service's own `POST` to it.
///   - access: who has sessions here: `.staff` or `.shopper`.
public func sessionRoutes(_ path: String, _ access: Access) -> [Route] {
    [
        action(.post, "\(path)/refresh", "Go on with a session: new tokens for the refresh token", .anyone, status: 201)
        {
            (input: RefreshRequest, call) in try await refresh(input, call)
        },
        action(.delete, path, "Sign out", .anyone) { (_: NoInput, call) in try await signOut(call) },
        query(path, "One's sessions that go on, the newest first", access) { (_: NoInput, call) in
            SessionList(sessions: try await goingOn(call))
        },
        command(.delete, "\(path)/{id}", "End one of one's sessions", access) { (input: SessionPath, call) in
            let person = try owner(call)
            guard try await call.service.book().end(input.id, of: person.id, because: .signedOut, call.tx) else {
                throw Problem.notFound("session", input.id)
            }
            return Done()
        },
        action(.post, "\(path)/end-others", "End one's other sessions", access) { (_: NoInput, call) in
            let person = try owner(call)
            try await call.transaction { tx in
                try await call.service.book().endAll(
                    of: person.id, except: person.sessionID, because: .signedOutEverywhere, tx)
            }
            return Done()
        },
        action(.post, "\(path)/end-all", "Sign out everywhere", access, then: "/") { (_: NoInput, call) in
            let person = try owner(call)
            try await call.transaction { tx in
                try await call.service.book().endAll(of: person.id, because: .signedOutEverywhere, tx)
            }
            return SessionEnded()
        },
    ]
}

/// The person, who must be here themselves: a machine with a key of theirs does not sign them out.
private func owner(_ call: some Calling) throws -> Person {
    let person = try call.signedIn()
    guard person.keyID == nil else { throw Problem.forbidden("this is for people, not for machines with a key") }
    return person
}

private struct RefreshRequest: Codable, Sendable { let refreshToken: String }
private struct SessionPath: Codable, Sendable { let id: UUID }
private struct SessionList: Codable, Sendable { let sessions: [OpenSession] }

/// A session that goes on, as its owner sees it.
public struct OpenSession: Codable, Sendable {
    public let id: UUID
    public let startedAt: Date
    public let endsAt: Date
    public let address: String?
    /// What the browser or program calls itself.
    public let agent: String?
    /// The one that asks.
    public let current: Bool
}

/// The caller's sessions that go on, the newest first.
public func goingOn(_ call: Call) async throws -> [OpenSession] {
    let person = try call.signedIn()
    return try await call.database.all(
        """
        select session_id as id, started_at, ends_at, address, agent,
            session_id is not distinct from \(person.sessionID)::uuid as current
        from rt_session where person_id = \(person.id) and ended_at is null and ends_at > now()
        order by started_at desc limit 100
        """)
}

private func refresh(_ input: RefreshRequest, _ call: Call) async throws -> SessionStarted {
    guard let started = try await call.service.book().refresh(input.refreshToken, call.service) else {
        throw Problem(
            type: "session-ended", status: 401, title: "The session has ended",
            detail: "the refresh token is not good, or was used before: sign in again")
    }
    return started
}

/// Whoever is signed in no longer is; a browser forgets its cookies in any case.
private func signOut(_ call: Call) async throws -> SessionEnded {
    if let person = call.person, let session = person.sessionID {
        _ = try await call.transaction { tx in
            try await call.service.book().end(session, of: person.id, because: .signedOut, tx)
        }
    }
    return SessionEnded()
}
