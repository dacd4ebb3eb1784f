import Foundation
import JSONSchema
import Kernel

/// A machine's key was made, changed or taken back. Only its hash travels.
public struct ApiKeyChanged<Service: Publisher>: Event {
    public static var type: String { "\(Service.name).api-key.changed" }
    public static var summary: String { "A key for machines was made, changed or taken back." }
    public var keyID: UUID
    public var name: String
    /// SHA-256 of the key, in base64url.
    public var keyHash: String
    /// The member of staff in whose name the machine acts.
    public var actsFor: StaffID
    public var actsForName: String
    public var roles: [Role]
    /// The services that take it: `crm`.
    public var services: [String]
    public var expiresAt: Date
    public var revoked: Bool
    /// How many calls a minute a process of a service takes.
    public var perMinute: Int

    public init(
        keyID: UUID, name: String, keyHash: String, actsFor: StaffID, actsForName: String, roles: [Role],
        services: [String], expiresAt: Date, revoked: Bool, perMinute: Int
    ) {
        (self.keyID, self.name, self.keyHash) = (keyID, name, keyHash)
        (self.actsFor, self.actsForName, self.roles, self.services) = (actsFor, actsForName, roles, services)
        (self.expiresAt, self.revoked, self.perMinute) = (expiresAt, revoked, perMinute)
    }
    public var aggregate: UUID { keyID }
    public var label: String? { name }
}

/// A machine used its key at a service; told at most once a minute.
public struct ApiKeyUsed<Service: Publisher>: Event {
    public static var type: String { "\(Service.name).key-use.noted" }
    public static var summary: String { "A key for machines was used at this service." }
    public var keyID: UUID
    public var usedAt: Date

    public init(keyID: UUID, usedAt: Date) { (self.keyID, self.usedAt) = (keyID, usedAt) }
    public var aggregate: UUID { keyID }
}
