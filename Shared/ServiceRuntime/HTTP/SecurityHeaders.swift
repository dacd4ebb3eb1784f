import Foundation

/// What browsers are told about every answer.
struct SecurityHeaders: Sendable {
    let fields: [(String, String)]

    /// Only our own scripts, styles, images and forms; a form may also lead to the payment company.
    init(_ configuration: ServiceConfiguration) {
        var formTargets = "'self'"
        if let url = configuration.paymentURL.flatMap({ URLComponents(string: $0) }), let scheme = url.scheme,
            let host = url.host
        {
            formTargets += " \(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
        }
        var fields = [
            (
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                    + "frame-ancestors 'none'; form-action \(formTargets)"
            ),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        if configuration.isSecure {
            fields.append(("Strict-Transport-Security", "max-age=31536000"))
        }
        self.fields = fields
    }
}
