/// A service that signs people in: staff at oa-service, shoppers at portal-service. What its key vouches for is settled
/// here, in one place: the portal's cannot make anyone staff.
enum Issuer: String, Sendable, CaseIterable {
    case oa, portal

    init(of kind: Person.Kind) { self = kind == .staff ? .oa : .portal }

    /// Whom its tokens may speak of.
    var kind: Person.Kind { self == .oa ? .staff : .shopper }
    /// Where browsers renew and end its sessions; the refresh cookie travels nowhere else.
    var door: String { self == .oa ? "/oa/session" : "/session" }
    /// Where programs do.
    var api: String { self == .oa ? "/oa/api/sessions" : "/api/shopper-sessions" }
}

/// How long the parts of a session last.
enum SessionTimes {
    /// The most an access token may last, whatever is configured: revocations are kept that long.
    static let longestAccess = Duration.seconds(3600)
    /// How long the refresh token just spent may come again: two tabs may ask at the same moment.
    static let grace = Duration.seconds(10)

    /// A session ends after so long, however busy it is: a working day for staff, a month for shoppers.
    static func session(of kind: Person.Kind) -> Duration { kind == .staff ? .hours(12) : .hours(30 * 24) }
}
