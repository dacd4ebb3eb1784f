import Foundation
import Kernel
import Messaging
import Postgres

/// What kind of thing the audit trail has put on record.
public enum AuditKind: String, Sendable, CaseIterable {
    /// A document was made, changed or removed.
    case change
    /// Somebody read what is sensitive.
    case read
    /// Somebody signed in wanted what they may not.
    case refusal
    /// Somebody signed in, or tried to.
    case signIn = "sign_in"
}
extension AuditKind: PostgresEncodable {}

/// One line of the audit trail, about to be written: who did what to which document, when and from where.
struct AuditEntry: Sendable {
    let id: UUID
    let kind: AuditKind
    let person: Person?
    /// The method and the path of the route, or what else was done.
    let action: String
    /// The path of the document; nil when it has none.
    let document: String?
    let input: InputValue?
    let request: ReceivedRequest

    /// The statement that writes it; its time is the server's.
    var insertion: SQL {
        """
        insert into rt_audit (entry_id, kind, actor, actor_name, key_id, action, document, input, address, request_id)
        values (\(id), \(kind), \(person?.actor ?? "anyone"), \(person?.name ?? ""), \(person?.keyID), \(action),
            \(document), \(input.flatMap(\.onRecord))::jsonb, \(request.address), \(request.id))
        """
    }
}

extension Calling {
    /// Puts something on record that is not the change of a command: a read of sensitive facts, before it happens (without
    /// the record there is no read), or a sign-in.
    ///
    /// - Parameters:
    ///   - action: what is done, such as `reads credit terms`.
    ///   - document: the path of the document, `/crm/api/customers/0190…`.
    ///   - person: who does it, when that is not who is signed in.
    ///   - details: what else is to be known of it.
    ///   - tx: the transaction that it belongs to, if any.
    public func record(
        _ kind: AuditKind, _ action: String, of document: String? = nil, by person: Person? = nil,
        details: [String: String] = [:], in tx: EventTransaction? = nil
    ) async throws {
        // Who has a page open is told that it changed, and reads it when it is shown.
        if kind == .read, request.isLook { return }
        let entry = AuditEntry(
            id: .timeOrdered(), kind: kind, person: person ?? self.person, action: action, document: document,
            input: .object(details.mapValues { .text($0) }), request: request)
        if let tx {
            tx.write(entry.insertion)
            tx.afterCommit { service.audit.ring() }
        } else {
            try await service.database.execute(entry.insertion)
            service.audit.ring()
        }
    }
}
