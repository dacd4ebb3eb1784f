import Foundation
import Kernel
import Messaging
import Postgres

/// The sessions of those who signed in at this service: begun, gone on with, ended. What ends is told to all services.
public struct SessionBook: Sendable {
    /// Why a session ended.
    public enum Reason: String, Sendable {
        case signedOut = "signed_out"
        case signedOutEverywhere = "signed_out_everywhere"
        /// A refresh token came twice: one of the two who have it stole it.
        case reused
        /// The password or another means of proof is another one now.
        case credentialsChanged = "credentials_changed"
        case deactivated
    }

    let name: String
    let accessLife: Duration
    let sessions: SessionKeys
    let revocations: Revocations
    /// Who a person is now; nil when they may not be here any more.
    let people: @Sendable (UUID, any PostgresExecutor) async throws -> Person?
    let publish: @Sendable (Revocation, _ person: UUID, EventTransaction) -> Void

    /// Begins a session.
    func begin(
        _ person: Person, _ request: ReceivedRequest, _ database: some PostgresExecutor
    ) async throws -> SessionStarted {
        let token = OneTimeToken()
        let session = UUID.timeOrdered()
        let life = Int(SessionTimes.session(of: person.kind).components.seconds)
        let address = request.address == "unknown" ? nil : request.address
        let agent = request.header("user-agent").map { String($0.prefix(200)) }
        let begun = try await database.one(
            """
            with begun as (
                insert into rt_session (session_id, person_id, amr, address, agent, ends_at)
                values (\(session), \(person.id), \(person.amr), \(address), \(agent),
                    now() + \(life)::int * interval '1 second')
                returning session_id, ends_at
            ), given as (
                insert into rt_refresh_token (token_hash, session_id) select \(token.hash), session_id from begun
            )
            select ends_at, clock_timestamp() as now from begun
            """, as: Begun.self)
        var started = try await started(
            person.signed(in: session), token, issuedAt: begun.now, endsAt: begun.endsAt)
        let device = KnownDevice(request)
        started.isFromNewDevice = try await device.remember(person.id, database)
        started.deviceToken = device.token
        return started
    }

    private struct Begun: Decodable, Sendable {
        let endsAt: Date
        let now: Date
    }

    func started(
        _ person: Person, _ token: OneTimeToken, issuedAt: Date, endsAt: Date
    ) async throws -> SessionStarted {
        guard let issuer = await sessions.issuer else { throw ServiceContext.NoSessionsHere() }
        // Whole milliseconds: so instants travel in events, and one is compared with the other.
        let issuedAt = issuedAt.wholeMilliseconds
        let expiresAt = min(issuedAt.addingTimeInterval(accessLife.inSeconds), endsAt)
        return SessionStarted(
            token: try await issuer.token(person, issuedAt: issuedAt, expiresAt: expiresAt), expiresAt: expiresAt,
            refreshToken: token.text, refreshExpiresAt: endsAt, person: .init(person))
    }
}

extension SessionBook {
    /// Ends one session of a person. False when it had ended already, or never was.
    @discardableResult
    public func end(
        _ session: UUID, of person: UUID, because reason: Reason, _ tx: EventTransaction
    ) async throws -> Bool {
        let ended = try await tx.execute(
            """
            update rt_session set ended_at = now(), reason = \(reason.rawValue)
            where session_id = \(session) and person_id = \(person) and ended_at is null
            """)
        guard ended == 1 else { return false }
        try await revoke(session, of: person, tx)
        return true
    }

    /// Ends the session that a refresh token belongs to, because its owner signs out.
    func end(byRefreshToken text: String, _ tx: EventTransaction) async throws {
        struct Owner: Decodable, Sendable { let sessionID: UUID, personID: UUID }
        let owner = try await tx.first(
            """
            select session_id, person_id from rt_refresh_token join rt_session using (session_id)
            where token_hash = \(OneTimeToken.hash(of: text))
            """, as: Owner.self)
        if let owner { try await end(owner.sessionID, of: owner.personID, because: .signedOut, tx) }
    }

    /// Ends every session of a person, but for the one named.
    public func endAll(
        of person: UUID, except kept: UUID? = nil, because reason: Reason, _ tx: EventTransaction
    ) async throws {
        let ended: [UUID] = try await tx.all(
            """
            update rt_session set ended_at = now(), reason = \(reason.rawValue)
            where person_id = \(person) and ended_at is null and session_id is distinct from \(kept)::uuid
            returning session_id
            """)
        // What ended before was revoked before.
        guard !ended.isEmpty else { return }
        // With one kept, the others are named; else everything the person was given is meant.
        if kept == nil {
            try await revoke(person, of: person, tx)
        } else {
            for session in ended { try await revoke(session, of: person, tx) }
        }
    }

    /// Lets sessions go on, but with new access tokens: what those say of the person is no longer so.
    public func renewAll(of person: UUID, _ tx: EventTransaction) async throws {
        try await revoke(person, of: person, tx)
    }

    private func revoke(_ subject: UUID, of person: UUID, _ tx: EventTransaction) async throws {
        let now: Date = try await tx.one("select clock_timestamp()")
        let revocation = Revocation(service: name, subject: subject, issuedBefore: now.wholeMilliseconds)
        try await revocation.store(tx)
        publish(revocation, person, tx)
        tx.afterCommit { [revocations] in revocations.add(revocation) }
    }
}

extension SessionBook {
    /// Forgets sessions a day after their end, and revocations when the tokens they are about have ended.
    static func clean(_ database: PostgresPool) async throws {
        try await database.execute(
            "delete from rt_session where least(ends_at, ended_at) < now() - interval '1 day'")
        try await database.execute("delete from rt_revocation where kept_until < now()")
        try await KnownDevice.clean(database)
    }
}

extension Date {
    /// Without the fraction of its millisecond.
    var wholeMilliseconds: Date {
        Date(timeIntervalSince1970: (timeIntervalSince1970 * 1000).rounded(.down) / 1000)
    }
}
