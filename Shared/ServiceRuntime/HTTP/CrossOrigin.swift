import Foundation

/// Lets scripts of other sites call the API (CORS, the Fetch standard): only origins that the configuration names, and
/// never with cookies, so that such a site needs a token of its own.
struct CrossOrigin: Sendable {
    private static let allowedHeaders =
        "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, traceparent"
    private static let exposedHeaders =
        "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, traceparent"

    let origins: Set<String>

    /// Scheme, host and port, as browsers write them: no path, no wildcard.
    static func isOrigin(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let scheme = url.scheme, let host = url.host else { return false }
        return ["http", "https"].contains(scheme) && text == "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }

    /// What every answer to such a site carries.
    func fields(for request: ReceivedRequest) -> [(String, String)] {
        guard !origins.isEmpty else { return [] }
        guard let origin = request.header("origin"), origins.contains(origin) else { return [("Vary", "Origin")] }
        return [
            ("Vary", "Origin"), ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Expose-Headers", Self.exposedHeaders),
        ]
    }

    /// What the answer to a preflight carries besides; nothing when the site is none of ours.
    func preflight(_ request: ReceivedRequest, methods: [String]) -> [(String, String)] {
        guard request.header("access-control-request-method") != nil, let origin = request.header("origin"),
            origins.contains(origin)
        else { return [] }
        return [
            ("Access-Control-Allow-Methods", methods.joined(separator: ", ")),
            ("Access-Control-Allow-Headers", Self.allowedHeaders), ("Access-Control-Max-Age", "600"),
        ]
    }
}
