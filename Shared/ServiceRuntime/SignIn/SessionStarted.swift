import Foundation
import Kernel

/// The answer to a sign-in: the session as tokens, and as cookies for browsers.
public struct SessionStarted: Codable, Sendable, SetsCookies {
    /// Who signed in.
    public struct SignedIn: Codable, Sendable {
        public let id: ID<Person>
        public let name: String
        public let kind: String
        public let roles: [Role]

        init(_ person: Person) {
            (id, name, kind) = (ID(rawValue: person.id), person.name, person.kind.rawValue)
            roles = person.roles.sorted { $0.rawValue < $1.rawValue }
        }
    }
    /// The access token, for `Authorization: Bearer`.
    public let token: String
    public let expiresAt: Date
    /// What the next access token is asked for with; good once.
    public let refreshToken: String
    /// When the session ends, however often it is gone on with.
    public let refreshExpiresAt: Date
    public let person: SignedIn
    /// Whether the person has signed in before, but never from this browser or program.
    public internal(set) var isFromNewDevice = false
    /// What the browser is known by from now on.
    var deviceToken: String?

    private enum CodingKeys: String, CodingKey { case token, expiresAt, refreshToken, refreshExpiresAt, person }

    init(
        token: String, expiresAt: Date, refreshToken: String, refreshExpiresAt: Date, person: SignedIn
    ) {
        (self.token, self.expiresAt, self.refreshToken) = (token, expiresAt, refreshToken)
        (self.refreshExpiresAt, self.person) = (refreshExpiresAt, person)
    }

    func cookies(_ configuration: ServiceConfiguration) -> [String] {
        let issuer = Issuer(of: Person.Kind(rawValue: person.kind) ?? .shopper)
        func seconds(_ end: Date) -> Int { max(0, Int(end.timeIntervalSinceNow)) }
        let others = Issuer.allCases.filter { $0 != issuer }.map {
            Cookies.set(Cookies.refresh, "", seconds: 0, path: $0.door, configuration)
        }
        let end = seconds(refreshExpiresAt)
        let device = deviceToken.map { [Cookies.set(Cookies.device, $0, seconds: KnownDevice.life, configuration)] }
        return [
            Cookies.set(Cookies.session, token, seconds: seconds(expiresAt), configuration),
            Cookies.set(Cookies.refresh, refreshToken, seconds: end, path: issuer.door, configuration),
            Cookies.set(Cookies.signedIn, issuer.rawValue, seconds: end, configuration),
        ] + others + (device ?? [])
    }
}

/// The answer to a sign-out: the browser forgets its session.
public struct SessionEnded: Codable, Sendable, SetsCookies {
    public init() {}

    func cookies(_ configuration: ServiceConfiguration) -> [String] {
        [Cookies.session, Cookies.signedIn].map { Cookies.set($0, "", seconds: 0, configuration) }
            + Issuer.allCases.map { Cookies.set(Cookies.refresh, "", seconds: 0, path: $0.door, configuration) }
    }
}
