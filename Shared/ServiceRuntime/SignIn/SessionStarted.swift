import Foundation
import Kernel

/// The answer to a sign-in: the session as a token, and as a cookie for browsers.
public struct SessionStarted: Codable, Sendable, SetsCookies {
    /// Who signed in.
    public struct SignedIn: Codable, Sendable {
        public let id: ID<Person>
        public let name: String
        public let kind: String
        public let roles: [Role]
    }
    public let token: String
    public let expiresAt: Date
    public let person: SignedIn

    func cookies(_ configuration: ServiceConfiguration) -> [String] {
        let seconds = max(0, Int(expiresAt.timeIntervalSinceNow))
        return [Cookies.set(Cookies.session, token, seconds: seconds, configuration)]
    }
}

/// The answer to a sign-out: the browser forgets its session.
public struct SessionEnded: Codable, Sendable, SetsCookies {
    public init() {}

    func cookies(_ configuration: ServiceConfiguration) -> [String] {
        [Cookies.set(Cookies.session, "", seconds: 0, configuration)]
    }
}
