import Kernel

/// Who may use a route. Every route states it; administrators pass every rule for staff.
public indirect enum Access: Sendable, Hashable {
    case anyone
    case signedIn
    case staff
    case shopper
    /// Staff with at least one of these roles.
    case roles([Role])
    /// Whoever passes one of these.
    case anyOf([Access])

    /// Staff with at least one of these roles.
    public static func roles(_ first: Role, _ others: Role...) -> Access { .roles([first] + others) }

    /// Lets the person pass or says why not.
    /// - Throws: ``Problem`` 401 when nobody is signed in, 403 when the person may not.
    public func check(_ person: Person?) throws {
        if self == .anyone { return }
        guard let person else { throw Problem.notSignedIn }
        guard admits(person) else { throw Problem.forbidden("this needs \(described)") }
    }

    /// Whether the signed-in person passes.
    public func admits(_ person: Person) -> Bool {
        switch self {
        case .anyone, .signedIn: true
        case .staff: person.kind == .staff
        case .shopper: person.kind == .shopper
        case .roles(let roles): person.has(anyOf: roles)
        case .anyOf(let rules): rules.contains { $0.admits(person) }
        }
    }

    /// The rule in words, for the access table and for who is refused.
    public var described: String {
        switch self {
        case .anyone: "anyone"
        case .signedIn: "a signed-in person"
        case .staff: "a member of staff"
        case .shopper: "a shopper"
        case .roles(let roles): "one of the roles " + roles.map(\.rawValue).joined(separator: ", ")
        case .anyOf(let rules): rules.map(\.described).joined(separator: ", or ")
        }
    }

    /// Whether shoppers pass, and staff by being staff do not: where they sign in differs.
    var isForShoppers: Bool {
        switch self {
        case .shopper, .signedIn: true
        case .anyOf(let rules): rules.contains { $0.isForShoppers }
        case .anyone, .staff, .roles: false
        }
    }
}
