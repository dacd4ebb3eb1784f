/// A state as people read it: its word, and a colour that means the same on every page.
public struct Badge: Codable, Sendable {
    public let text: String
    /// A contextual colour of Bootstrap: `success`.
    public let colour: String

    /// - Parameter words: what leads the key of the text, as in `state_draft`; money that is released has another word
    ///   than a revision that is.
    public init(_ state: String, words: String = "state", _ call: some Calling) {
        text = call.text("\(words)_\(state)")
        colour = Self.colours[state] ?? "secondary"
    }

    /// A state by its name in the code.
    public init(_ state: some RawRepresentable<String>, words: String = "state", _ call: some Calling) {
        self.init(state.rawValue, words: words, call)
    }

    private static let colours: [String: String] = {
        let states = [
            "success": [
                "accepted", "approved", "completed", "consumed", "converted", "funded", "invoiced", "paid", "present",
                "released", "shipped", "won",
            ],
            "primary": ["in_production", "on_trip", "planned", "produced", "qualified", "reserved", "sent", "started"],
            "warning": [
                "awaiting_payment", "confirmed", "due", "expired", "in_approval", "leave", "new", "open", "submitted",
                "unpaid",
            ],
            "danger": ["absent", "cancelled", "declined", "lost", "rejected", "undone"],
            "light": ["not_needed", "rest", "unmarked", "withdrawn"],
        ]
        return Dictionary(uniqueKeysWithValues: states.flatMap { colour, states in states.map { ($0, colour) } })
    }()
}
