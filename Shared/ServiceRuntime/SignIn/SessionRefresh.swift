import Foundation
import Kernel
import Messaging
import Postgres

extension SessionBook {
    private struct Found: Decodable, Sendable {
        let sessionID: UUID
        let personID: UUID
        let amr: [String]
        let endsAt: Date
        let spent: Bool
        /// It was the current one a moment ago, and its successor has not been used.
        let inGrace: Bool
    }
    /// What came of it; a theft must be committed before it is answered.
    private enum Outcome: Sendable {
        case refused
        case renewed(Person, OneTimeToken, issuedAt: Date, endsAt: Date)
    }

    /// Goes on with a session: a new access token that says who the person is now, and the next refresh token.
    /// - Returns: nil when the token is unknown, its session ended, or it was spent: then its session ends here.
    func refresh(_ text: String, _ context: ServiceContext) async throws -> SessionStarted? {
        let next = OneTimeToken()
        let hash = OneTimeToken.hash(of: text)
        let outcome = try await context.transaction { tx in try await renew(hash, next, tx) }
        guard case .renewed(let person, let token, let issuedAt, let endsAt) = outcome else { return nil }
        return try await started(person, token, issuedAt: issuedAt, endsAt: endsAt)
    }

    private func renew(_ hash: String, _ next: OneTimeToken, _ tx: EventTransaction) async throws -> Outcome {
        guard let found = try await find(hash, tx) else { return .refused }
        if found.spent, !found.inGrace {
            try await end(found.sessionID, of: found.personID, because: .reused, tx)
            return .refused
        }
        guard let person = try await people(found.personID, tx) else {
            try await end(found.sessionID, of: found.personID, because: .deactivated, tx)
            return .refused
        }
        // In the grace the other tab's token stays good as well; whichever comes first spends both.
        if !found.spent {
            tx.write(
                """
                update rt_refresh_token set spent_at = clock_timestamp()
                where session_id = \(found.sessionID) and spent_at is null
                """)
        }
        let issuedAt: Date = try await tx.one(
            """
            insert into rt_refresh_token (token_hash, session_id) values (\(next.hash), \(found.sessionID))
            returning issued_at
            """)
        return .renewed(
            person.signed(in: found.sessionID, amr: found.amr), next, issuedAt: issuedAt, endsAt: found.endsAt)
    }

    /// Locks the session, so that two who come at once come one after the other.
    private func find(_ hash: String, _ tx: EventTransaction) async throws -> Found? {
        let session: UUID? = try await tx.first(
            """
            select session_id from rt_session where ended_at is null and ends_at > now()
                and session_id = (select session_id from rt_refresh_token where token_hash = \(hash))
            for update
            """)
        guard let session else { return nil }
        let grace = SessionTimes.grace.inSeconds
        return try await tx.one(
            """
            select session_id, person_id, amr, ends_at, token.spent_at is not null as spent,
                coalesce(token.spent_at > clock_timestamp() - \(grace)::float8 * interval '1 second', false)
                and not exists (
                    select from rt_refresh_token later where later.session_id = \(session)
                        and later.issued_at > token.issued_at and later.spent_at is not null) as in_grace
            from rt_refresh_token token join rt_session using (session_id) where token_hash = \(hash)
            """, as: Found.self)
    }
}
