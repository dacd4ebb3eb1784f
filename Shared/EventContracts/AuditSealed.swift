import Foundation
import Kernel

/// How far a service's audit trail is sealed. Kept elsewhere, it shows when the trail is rewritten or its end cut off, even
/// by somebody who computes every hash of it anew.
public struct AuditSealed<Service: Publisher>: Event {
    public static var type: String { "\(Service.name).audit-trail.sealed" }
    public static var summary: String { "The newest place of this service's audit trail, with its hash." }
    /// The same for every event of a service.
    public var trailID: UUID
    public var position: Int
    /// SHA-256 over the hash before it and the entry, in hexadecimal.
    public var hash: String

    public init(trailID: UUID, position: Int, hash: String) {
        (self.trailID, self.position, self.hash) = (trailID, position, hash)
    }
    public var aggregate: UUID { trailID }
}
