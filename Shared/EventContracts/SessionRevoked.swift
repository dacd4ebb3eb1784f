import Foundation
import Kernel

/// Access tokens that no longer hold although their time is not over: of one session that ended, or of everything a
/// person was given before an instant. Services forget it once the last token it is about has ended by itself.
public struct SessionRevoked<Service: Publisher>: Event {
    public static var type: String { "\(Service.name).session.revoked" }
    public static var summary: String { "Tokens of a session, or of a person, no longer hold." }
    /// Whose tokens they are: a member of staff or a shopper.
    public var personID: UUID
    /// The one session that ended; nil when it is about every token the person was given.
    public var sessionID: UUID?
    /// Tokens issued up to this instant no longer hold.
    public var issuedBefore: Date

    public init(personID: UUID, sessionID: UUID? = nil, issuedBefore: Date) {
        self.personID = personID
        self.sessionID = sessionID
        self.issuedBefore = issuedBefore
    }
    public var aggregate: UUID { personID }
}
