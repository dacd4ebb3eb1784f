/// Where the routes of a service are served.
enum ServicePaths {
    /// Every route with its full path: data under `<prefix>/api`, pages under the prefix, operators' under
    /// `<prefix>/ops`. What is not POST is also reachable by a form, as POST to `<path>/_delete` and so on.
    static func all(_ definition: ServiceDefinition) -> [(path: String, route: Route)] {
        let own = definition.routes.map { (path: full($0, definition.prefix), route: $0) }
        let forms = own.compactMap { path, route in route.asFormTarget.map { (path: path + $0.suffix, route: $0.route) }
        }
        return own + forms
    }

    static func withOperations(_ definition: ServiceDefinition) -> [(path: String, route: Route)] {
        all(definition)
            + [
                ("\(definition.prefix)/api-docs", APIDocsPage.route),
                ("\(definition.prefix)/\(LiveDoor.route.path)", LiveDoor.route),
            ]
            + OpsRoutes.routes(definition).map { ("\(definition.prefix)/ops/\($0.path)", $0) }
    }

    private static func full(_ route: Route, _ prefix: String) -> String {
        let path = route.path.split(separator: "/").joined(separator: "/")
        let start = route.isPage ? prefix : "\(prefix)/api"
        return path.isEmpty ? (start.isEmpty ? "/" : start) : "\(start)/\(path)"
    }
}

extension Route {
    /// Forms know only GET and POST: the same route for them, and what its path ends in.
    fileprivate var asFormTarget: (suffix: String, route: Route)? {
        guard method != .get, method != .post else { return nil }
        var route = Route(
            method: .post, path: path, summary: summary, access: access, kind: kind, status: status, then: then,
            edits: edits, inputSchema: inputSchema, outputSchema: outputSchema, perform: perform)
        route.deprecation = deprecation
        return ("/_\(method.rawValue.lowercased())", route)
    }
}
