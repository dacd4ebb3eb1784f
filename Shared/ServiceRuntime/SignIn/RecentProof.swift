import Foundation
import Kernel
import Postgres

/// What is sensitive is done only by whoever proved a moment ago who they are (ASVS 3.7.1): a browser that was left open
/// is not enough. The sessions must be those of the service itself.
enum RecentProof {
    static let minutes = 5

    /// - Throws: ``Problem`` 403 that says how to prove it.
    static func check(_ call: Call) async throws {
        let isRecent: Bool = try await call.database.one(
            """
            select exists (select from rt_session where session_id = \(call.person?.sessionID)::uuid and ended_at is null
                and proved_at > now() - \(minutes)::int * interval '1 minute')
            """)
        guard isRecent else { throw Problem.proofNeeded }
    }
}

extension Route {
    /// The same route for those who proved in the last five minutes who they are. Browsers are led to the page `prove` and
    /// back.
    public var afterProof: Route {
        var route = self
        route.needsProof = true
        return route
    }
}

extension SessionBook {
    /// Notes that the person of a session has just proved who they are.
    public func proved(_ session: UUID?, _ database: some PostgresExecutor) async throws {
        try await database.execute("update rt_session set proved_at = now() where session_id = \(session)::uuid")
    }
}

extension Problem {
    /// 403: what was asked for needs a fresh proof of who one is.
    static let proofNeeded = Problem(
        type: "proof-needed", status: 403, title: "Prove again who you are",
        detail: "POST password or code to me/proofs, then send this again within \(RecentProof.minutes) minutes")
}
