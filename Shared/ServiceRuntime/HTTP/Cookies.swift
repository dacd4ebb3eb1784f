import Foundation

/// The cookies we set and read.
enum Cookies {
    /// The access token.
    static let session = "qiao_session"
    /// The refresh token, which travels to its issuer's door only.
    static let refresh = "qiao_refresh"
    /// The issuer at whose door the session can be renewed.
    static let signedIn = "qiao_signed_in"
    /// The browser comes from there.
    static let renewed = "qiao_renewed"
    /// Tells a browser from which somebody has signed in from others; it outlives the session.
    static let device = "qiao_device"
    /// What the next page shows once.
    static let once = "qiao_once"
    static let language = "qiao_language"
    static let theme = "qiao_theme"
    /// How much waits for whom, as the bell last showed it; set by its script.
    static let todos = "qiao_todos"
    static let flash = "qiao_flash"

    /// A `Set-Cookie` value that scripts cannot read and other sites' forms do not carry; zero seconds deletes it.
    static func set(
        _ name: String, _ value: String, seconds: Int, path: String = "/", _ configuration: ServiceConfiguration
    ) -> String {
        let secure = configuration.publicURL.hasPrefix("https:") ? "; Secure" : ""
        return "\(name)=\(value); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure)"
    }

    /// The cookies of a `Cookie` header.
    static func parse(_ header: String) -> [String: String] {
        var cookies: [String: String] = [:]
        for pair in header.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { cookies[parts[0].trimmed] = parts[1].trimmed }
        }
        return cookies
    }
}
