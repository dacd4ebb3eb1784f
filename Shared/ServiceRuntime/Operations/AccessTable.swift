/// Every route of a service and who may use it, as declared; the committed copy is in `docs/access`.
public struct AccessTable: Codable, Sendable {
    /// One route and its rule.
    public struct Entry: Codable, Sendable {
        public let method: String
        public let path: String
        /// The rule in words.
        public let access: String
    }
    public let routes: [Entry]
    /// Whose documents each role sees, where that differs.
    public let visibility: [Visibility]

    public init(_ definition: ServiceDefinition) {
        routes = ServicePaths.withOperations(definition).map { path, route in
            Entry(method: route.method.rawValue, path: path, access: route.access.described)
        }
        visibility = definition.visibility
    }

    /// A line a route, then a line for each kind of document.
    public var text: String {
        let width = (routes.map(\.path.count).max() ?? 0) + 2
        let lines = routes.map { entry in
            "\(padded(entry.method, 8))\(padded(entry.path, width))\(entry.access)"
        }
        let scopes = visibility.map { "\($0.documents): \($0.rule)" }
        return (lines + (scopes.isEmpty ? [] : [""] + scopes)).joined(separator: "\n") + "\n"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
