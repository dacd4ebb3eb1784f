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

    /// Those that anybody may set: they decide nothing.
    private static let plain: Set = [renewed, language, theme, todos, flash]

    /// The name on the wire. With `https` it tells browsers to take the cookie from us alone and over `https` only:
    /// `__Host-`, or `__Secure-` where it travels to a part of the site (RFC 6265bis §4.1.3).
    private static func wireName(_ name: String, path: String, isSecure: Bool) -> String {
        guard isSecure, !plain.contains(name) else { return name }
        return (path == "/" ? "__Host-" : "__Secure-") + name
    }

    /// A `Set-Cookie` value that scripts cannot read and other sites' forms do not carry; zero seconds deletes it.
    static func set(
        _ name: String, _ value: String, seconds: Int, path: String = "/", _ configuration: ServiceConfiguration
    ) -> String {
        let isSecure = configuration.isSecure
        let secure = isSecure ? "; Secure" : ""
        return
            "\(wireName(name, path: path, isSecure: isSecure))=\(value); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure)"
    }

    /// The cookies of a `Cookie` header.
    /// - Parameter isSecure: whether browsers have `https`; then ours count by their prefixed names only.
    static func parse(_ header: String, isSecure: Bool) -> [String: String] {
        var cookies: [String: String] = [:]
        for pair in header.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].trimmed
            let prefix = ["__Host-", "__Secure-"].first { name.hasPrefix($0) } ?? ""
            let own = String(name.dropFirst(prefix.count))
            if plain.contains(own) || prefix.isEmpty != isSecure { cookies[own] = parts[1].trimmed }
        }
        return cookies
    }
}
