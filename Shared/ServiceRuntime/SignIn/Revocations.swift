import Foundation
import Kernel
import Messaging
import Postgres
import Synchronization

/// Tokens that no longer hold: those of a session, or those a person was given up to an instant.
struct Revocation: Sendable, Hashable {
    let service: String
    /// A session or a person.
    let subject: UUID
    let issuedBefore: Date

    /// Until when it must be remembered: by then the last token it is about has ended by itself.
    var keptUntil: Date { issuedBefore.addingTimeInterval(SessionTimes.longestAccess.inSeconds) }

    init(service: String, subject: UUID, issuedBefore: Date) {
        (self.service, self.subject, self.issuedBefore) = (service, subject, issuedBefore)
    }

    /// `oa <uuid> <seconds>`
    var asText: String { "\(service) \(subject.text) \(issuedBefore.timeIntervalSince1970)" }

    init?(text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 3, let subject = UUID(uuidString: parts[1]), let seconds = Double(parts[2]) else {
            return nil
        }
        self.init(service: parts[0], subject: subject, issuedBefore: Date(timeIntervalSince1970: seconds))
    }

    /// Stores it, and tells the replicas.
    func store(_ tx: EventTransaction) async throws {
        tx.write(
            """
            insert into rt_revocation (service, subject, issued_before, kept_until)
            values (\(service), \(subject), \(issuedBefore), \(keptUntil))
            on conflict (service, subject) do update
            set issued_before = greatest(rt_revocation.issued_before, excluded.issued_before),
                kept_until = greatest(rt_revocation.kept_until, excluded.kept_until)
            """)
        SessionNews.revoked(self).tell(tx)
    }
}

/// The revocations in memory: every request looks, none asks the database.
final class Revocations: Sendable {
    private struct Subject: Hashable {
        let service: String
        let id: UUID
    }
    private let known = Mutex<[Subject: Date]>([:])

    /// Whether a token of this session and person, issued then, was taken back.
    func hold(_ claims: SessionClaims) -> Bool {
        known.withLock { known in
            guard !known.isEmpty else { return false }
            return [claims.sid, claims.sub].contains { id in
                known[Subject(service: claims.iss, id: id)].map { claims.issuedAt <= $0 } ?? false
            }
        }
    }

    func add(_ revocation: Revocation) {
        known.withLock { known in
            let subject = Subject(service: revocation.service, id: revocation.subject)
            known[subject] = max(known[subject] ?? .distantPast, revocation.issuedBefore)
        }
    }

    private struct Row: Decodable, Sendable {
        let service: String
        let subject: UUID
        let issuedBefore: Date
    }

    /// Reads what is stored, beside what is known: that may be newer. Forgets what is past.
    func load(_ database: PostgresPool) async throws {
        let rows = try await database.all(
            "select service, subject, issued_before from rt_revocation where kept_until > now()", as: Row.self)
        for row in rows {
            add(Revocation(service: row.service, subject: row.subject, issuedBefore: row.issuedBefore))
        }
        let past = Date(timeIntervalSinceNow: -SessionTimes.longestAccess.inSeconds)
        known.withLock { known in known = known.filter { $0.value > past } }
    }
}
