import Foundation
import JSONSchema

/// What the audit trail says of a route's call: the action, and the document it was about.
struct AuditedRoute: Sendable {
    /// `POST /crm/api/leads/{id}/claim`.
    let action: String
    /// The path up to the last place that was filled; without such a place the whole path.
    private let path: String
    private let isFilled: Bool

    /// - Parameter declared: the route's own path, `leads/{id}/claim`.
    init(_ method: Method, _ declared: String, _ request: ReceivedRequest) {
        let places = declared.split(separator: "/")
        var steps = request.path.split(separator: "/")
        // A form's way to PUT and DELETE.
        if steps.last?.first == "_" { steps.removeLast() }
        let start = steps.dropLast(places.count)
        action = "\(method.rawValue) /" + (start + places).joined(separator: "/")
        let filled = places.lastIndex { $0.first == "{" }
        isFilled = filled != nil
        path = "/" + steps.prefix(filled.map { start.count + $0 + 1 } ?? steps.count).joined(separator: "/")
    }

    /// Where the document is; what was made is where its id, in the answer, says.
    func document(answer: Data? = nil) -> String? {
        if isFilled { return path }
        let made = answer.flatMap { try? JSONDecoder().decode(JSONValue.self, from: $0) }?["id"]?.text
        return made.map { "\(path)/\($0)" }
    }
}
