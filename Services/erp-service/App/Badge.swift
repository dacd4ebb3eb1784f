import ServiceRuntime

/// A state as people read it, with the colour of a Bootstrap badge.
struct Badge: Codable, Sendable {
    let text: String
    let colour: String

    /// - Parameter words: what leads the key of the text; money that is released has another word than a revision.
    init(_ state: String, words: String = "state", _ call: some Calling) {
        text = call.text("\(words)_\(state)")
        colour =
            switch state {
            case "rejected", "declined", "cancelled": "danger"
            case "produced", "completed", "released", "consumed", "paid": "success"
            case "due": "warning"
            case "shipped", "invoiced": "dark"
            case "planned", "in_production", "started", "reserved": "primary"
            default: "secondary"
            }
    }
}

extension Calling {
    /// The name in the person's language.
    func name(_ english: String, _ chinese: String) -> String { language == .zh ? chinese : english }
}
