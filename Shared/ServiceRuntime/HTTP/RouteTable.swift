import Foundation

/// The routes of a service by path and method.
struct RouteTable: Sendable {
    /// What a request's path and method led to.
    enum Match: Sendable {
        case found(Route, path: String, parameters: [String: String])
        case wrongMethod(allowed: [Method])
        case none
    }

    private final class Node {
        var literals: [String: Node] = [:]
        var capture: Node?
        var routes: [Method: Entry] = [:]
    }

    private struct Frozen: Sendable {
        var literals: [String: Frozen] = [:]
        // An array of none or one: a struct cannot hold itself.
        var capture: [Frozen] = []
        var routes: [Method: Entry] = [:]
    }

    private struct Entry: Sendable {
        let route: Route
        let path: String
        let names: [String]
    }

    private let root: Frozen
    /// Every route with its full path, in the order of declaration.
    let all: [(path: String, route: Route)]
    /// By which the fields of forms find what they refer to.
    let lookups: [String: Route]

    /// Two routes with the same method and the same path: a mistake that must not start.
    struct Clash: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter routes: every route with its full path, `/oa/api/trips/{id}`.
    init(_ routes: [(path: String, route: Route)]) throws {
        let root = Node()
        for (path, route) in routes {
            let (node, names) = Self.walk(path, from: root)
            guard node.routes.updateValue(Entry(route: route, path: path, names: names), forKey: route.method) == nil
            else {
                throw Clash(description: "two routes are \(route.method.rawValue) \(path)")
            }
        }
        self.root = Self.freeze(root)
        all = routes
        lookups = try Self.lookups(routes.map(\.route))
    }

    private static func lookups(_ routes: [Route]) throws -> [String: Route] {
        let pairs = routes.flatMap { route in (route.lookup?.fields.keys.map { $0 } ?? []).map { ($0, route) } }
        return try Dictionary(pairs) { first, second in
            throw Clash(description: "\(first.path) and \(second.path) are for one field")
        }
    }

    /// Literal steps win over captures.
    func match(_ method: Method, _ path: String) -> Match {
        let steps = path.split(separator: "/").map { String($0) }
        guard let (node, values) = Self.find(steps[...], in: root) else { return .none }
        guard let entry = node.routes[method] else { return .wrongMethod(allowed: node.routes.keys.sorted()) }
        return .found(entry.route, path: entry.path, parameters: Dictionary(zip(entry.names, values)) { $1 })
    }

    /// The most bytes that a body may have there.
    func largestBody(_ method: String, _ path: String) -> Int {
        guard let method = Method(rawValue: method), case .found(let route, _, _) = match(method, path) else {
            return ReceivedRequest.largestBody
        }
        return route.largestBody
    }

    /// What may be asked of the path, as the header `Allow` says it; empty when there is no such path.
    func methods(_ path: String) -> [String] {
        let steps = path.split(separator: "/").map { String($0) }
        guard let (node, _) = Self.find(steps[...], in: root) else { return [] }
        let own = node.routes.keys.map(\.rawValue)
        return (own + (own.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"]).sorted()
    }

    private static func find(_ steps: ArraySlice<String>, in node: Frozen) -> (Frozen, [String])? {
        guard let step = steps.first else { return node.routes.isEmpty ? nil : (node, []) }
        if let next = node.literals[step], let found = find(steps.dropFirst(), in: next) { return found }
        guard let next = node.capture.first, let (found, values) = find(steps.dropFirst(), in: next) else { return nil }
        return (found, [step.removingPercentEncoding ?? step] + values)
    }

    private static func walk(_ path: String, from root: Node) -> (Node, names: [String]) {
        var node = root
        var names: [String] = []
        for step in path.split(separator: "/") {
            if step.first == "{", step.last == "}" {
                names.append(String(step.dropFirst().dropLast()))
                let next = node.capture ?? Node()
                node.capture = next
                node = next
            } else {
                let next = node.literals[String(step)] ?? Node()
                node.literals[String(step)] = next
                node = next
            }
        }
        return (node, names)
    }

    private static func freeze(_ node: Node) -> Frozen {
        Frozen(
            literals: node.literals.mapValues { freeze($0) }, capture: node.capture.map { [freeze($0)] } ?? [],
            routes: node.routes)
    }
}

extension Method: Comparable {
    public static func < (a: Method, b: Method) -> Bool { a.rawValue < b.rawValue }
}
