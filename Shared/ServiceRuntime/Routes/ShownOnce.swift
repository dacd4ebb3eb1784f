import Foundation

/// An answer with a secret that is shown once. A form's answer is a page that comes after it: the secret goes there in a
/// cookie of two minutes, which that page takes away.
public protocol ShowsOnce: Sendable {
    /// What the next page may show.
    var shownOnce: String { get }
}

extension Calling {
    /// What the form before this page had to show.
    public var shownOnce: String? {
        request.cookies[Cookies.once].flatMap { Data(base64URL: $0) }.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A cookie of the service's own, which goes with a redirection.
public struct Cookie: Sendable {
    let name: String
    let value: String
    let seconds: Int
    let path: String

    /// - Parameter path: the pages that get it.
    public init(_ name: String, _ value: String, seconds: Int, path: String) {
        (self.name, self.value, self.seconds, self.path) = (name, value, seconds, path)
    }

    func field(_ configuration: ServiceConfiguration) -> (String, String) {
        ("Set-Cookie", Cookies.set(name, value, seconds: seconds, path: path, configuration))
    }
}

/// An answer that leaves cookies of the service's own in the browser.
public protocol LeavesCookies: Sendable {
    var cookies: [Cookie] { get }
}

extension Calling {
    /// The value of a cookie of the service's own.
    public func cookie(_ name: String) -> String? { request.cookies[name] }
}
