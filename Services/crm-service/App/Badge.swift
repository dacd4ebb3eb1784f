import Foundation
import ServiceRuntime

/// A state as a page shows it.
struct Badge: Codable, Sendable {
    /// A colour of Bootstrap: `success`.
    let colour: String
    let text: String

    init(_ state: String, _ call: Call) {
        text = call.text("state_\(state)")
        colour =
            switch state {
            case "accepted", "converted", "won", "invoiced", "shipped", "released", "paid": "success"
            case "sent", "qualified", "planned", "produced", "in_production": "primary"
            case "in_approval", "new", "confirmed", "expired", "unpaid": "warning"
            case "rejected", "lost", "declined", "cancelled": "danger"
            default: "secondary"
            }
    }
}

/// A choice of a form.
struct Choice: Codable, Sendable {
    let value: String
    let label: String
    var chosen = false
}

/// The path of a chain's page in the portal.
func chainLink(_ chain: UUID) -> String { "/chains/\(chain.uuidString.lowercased())" }
