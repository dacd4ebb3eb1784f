import Foundation

/// Keeps other sites from acting with a person's cookies (CSRF). Browsers say where an unsafe request comes from; a
/// request that carries cookies or a form must come from us. Programs with a bearer token and no cookie are let be.
enum CrossSite {
    /// - Throws: ``Problem`` 403 when the request comes from elsewhere, or does not say.
    static func check(_ request: ReceivedRequest, publicURL: String) throws {
        guard request.isUnsafe, request.header("cookie") != nil || request.isForm else { return }
        if let origin = request.header("origin") {
            guard origin != "null", isOurs(origin, request, publicURL) else { throw refusal }
        } else if let site = request.header("sec-fetch-site") {
            guard site == "same-origin" || site == "none" else { throw refusal }
        } else if let referer = request.header("referer") {
            guard isOurs(referer, request, publicURL) else { throw refusal }
        } else {
            throw refusal
        }
    }

    private static let refusal = Problem(
        type: "cross-site", status: 403, title: "The request comes from another site",
        detail: "unsafe requests with a cookie need the header Origin of this site; programs use Authorization: Bearer")

    private static func isOurs(_ origin: String, _ request: ReceivedRequest, _ publicURL: String) -> Bool {
        guard let from = authority(origin) else { return false }
        return from == request.header("host") || from == request.header(":authority") || from == authority(publicURL)
    }

    /// `host` or `host:port`, as a browser writes it in the header Host.
    private static func authority(_ url: String) -> String? {
        guard let parts = URLComponents(string: url), let host = parts.host else { return nil }
        return parts.port.map { "\(host):\($0)" } ?? host
    }
}
