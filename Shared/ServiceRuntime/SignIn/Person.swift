import Foundation
import Kernel

/// A signed-in person.
public struct Person: Sendable, Hashable {
    /// Whose sign-in it is: staff sign in at oa-service, shoppers at portal-service.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case staff, shopper
    }

    public let id: UUID
    public let name: String
    /// The name in Chinese, of staff who have one.
    public let nameZh: String?
    public let kind: Kind
    public let roles: Set<Role>
    /// The session the person acts in; nil where nobody signed in for it.
    public let sessionID: UUID?
    /// How they proved who they are, in the words of RFC 8176: `pwd`, `otp`.
    public let amr: [String]
    /// The key with which a machine acts in the person's name.
    public let keyID: UUID?

    public init(
        id: UUID, name: String, nameZh: String? = nil, kind: Kind, roles: Set<Role> = [], sessionID: UUID? = nil,
        amr: [String] = [], keyID: UUID? = nil
    ) {
        (self.id, self.name, self.nameZh, self.kind, self.roles) = (id, name, nameZh, kind, roles)
        (self.sessionID, self.amr, self.keyID) = (sessionID, amr, keyID)
    }

    /// The same person in a session.
    func signed(in session: UUID, amr: [String]? = nil) -> Person {
        Person(
            id: id, name: name, nameZh: nameZh, kind: kind, roles: roles, sessionID: session, amr: amr ?? self.amr)
    }

    /// The id as a staff member's. Meaningful for staff only.
    public var staffID: StaffID { StaffID(rawValue: id) }
    /// The id as a shopper's. Meaningful for shoppers only.
    public var shopperID: ShopperID { ShopperID(rawValue: id) }

    /// Whether the person is staff with one of these roles; an administrator has them all.
    public func has(_ wanted: Role...) -> Bool { has(anyOf: wanted) }

    /// Whether the person is staff with one of these roles; an administrator has them all.
    public func has(anyOf wanted: [Role]) -> Bool {
        guard kind == .staff else { return false }
        return roles.contains(.administrator) || wanted.contains { roles.contains($0) }
    }

    /// How the person is named in the envelopes of events and in stored answers: `staff:` or `shopper:` and the id.
    public var actor: String { "\(kind.rawValue):\(id.text)" }
}
