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
    fileprivate static let plain: Set = [renewed, language, theme, todos, flash]

    private static let (hostPrefix, securePrefix) = ("__Host-", "__Secure-")
    fileprivate static let prefixes = [hostPrefix, securePrefix]

    /// The name on the wire. With `https` it tells browsers to take the cookie from us alone and over `https` only:
    /// `__Host-`, or `__Secure-` where it travels to a part of the site (RFC 6265bis §4.1.3).
    private static func wireName(_ name: String, path: String, isSecure: Bool) -> String {
        guard isSecure, !plain.contains(name) else { return name }
        return (path == "/" ? hostPrefix : securePrefix) + name
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
}

/// The cookies that came with a request. A page asks for a dozen of them, some more than once, and a session is long: they
/// are looked for byte by byte, and nothing is made of what nobody asks for.
struct SentCookies: Sendable {
    /// As it came; empty where none did.
    let header: String
    /// Whether browsers have `https`; then ours count by their prefixed names only.
    let isSecure: Bool

    /// Of several with one name the last.
    subscript(_ name: String) -> String? {
        var header = header
        return header.withUTF8 { bytes in
            var found: Bytes?
            var rest = bytes[...]
            while !rest.isEmpty {
                let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
                let pair = rest[..<end]
                rest = rest[end...].dropFirst()
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let value = Self.withoutBlanks(pair[(equals + 1)...])
                if !value.isEmpty, isName(Self.withoutBlanks(pair[..<equals]), of: name) { found = value }
            }
            return found.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private func isName(_ sent: Bytes, of name: String) -> Bool {
        let prefix = Cookies.prefixes.first { sent.starts(with: $0.utf8) }
        guard sent.dropFirst(prefix?.utf8.count ?? 0).elementsEqual(name.utf8) else { return false }
        return Cookies.plain.contains(name) || (prefix != nil) == isSecure
    }

    private static func withoutBlanks(_ text: Bytes) -> Bytes {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let rest = text.drop(while: isBlank)
        guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return rest }
        return rest[...last]
    }
}
