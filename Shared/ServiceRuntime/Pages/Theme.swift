/// How bright pages are: as the person chose, or as their device says.
enum Theme: String, Sendable, CaseIterable {
    case system, light, dark

    /// The sign of it in `icons.svg`.
    var icon: String {
        switch self {
        case .system: "device"
        case .light: "sun"
        case .dark: "moon"
        }
    }
}

extension ReceivedRequest {
    /// The theme that the browser remembers.
    var theme: Theme { cookies[Cookies.theme].flatMap { Theme(rawValue: $0) } ?? .system }
}
