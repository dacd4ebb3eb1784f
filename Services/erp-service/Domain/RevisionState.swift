/// Where a revision of a product stands.
public enum RevisionState: String, Sendable, CaseIterable, Codable {
    /// Waits for engineering.
    case draft
    case released
}
