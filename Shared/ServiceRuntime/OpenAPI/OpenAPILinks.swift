import Foundation
import JSONSchema

/// What can be done next with the things that an answer names (OpenAPI's link objects): a list of trips leads to each
/// route below `trips/{id}`, and so does every answer with a `tripID`.
struct OpenAPILinks {
    private struct Target {
        let collection: String
        let parameter: String
        let operationID: String
    }
    private let targets: [Target]

    /// - Parameter operations: all of the service; those that need one thing only, named by their path, are led to.
    init(_ operations: [OpenAPIOperation]) {
        targets = operations.compactMap { operation in
            let steps = operation.path.split(separator: "/")
            guard operation.captured.count == 1, let place = steps.firstIndex(where: { $0.first == "{" }), place > 0
            else { return nil }
            return Target(
                collection: String(steps[place - 1]), parameter: operation.captured[0],
                operationID: operation.operationID)
        }
    }

    /// The links of a route's success; nil when it leads nowhere.
    func value(from operation: OpenAPIOperation, _ output: JSONValue) -> JSONValue? {
        let (names, place) = Self.members(output)
        let here = operation.path.split(separator: "/").last.map(String.init)
        var links: [String: JSONValue] = [:]
        for target in targets where target.operationID != operation.operationID {
            let own = target.collection == here ? [target.parameter] : []
            guard let name = (own + [Self.reference(to: target.collection)]).first(where: names.contains) else {
                continue
            }
            links[target.operationID] = [
                "operationId": .string(target.operationID),
                "parameters": [target.parameter: .string("$response.body#\(place)/\(name)")],
            ]
        }
        return links.isEmpty ? nil : .object(links)
    }

    /// The members of the thing that is answered, or of the first one in a list, and where it is.
    private static func members(_ output: JSONValue) -> (names: [String], place: String) {
        guard let item = output["properties"]?["items"]?["items"] else { return (InputSchema.members(of: output), "") }
        return (InputSchema.members(of: item), "/items/0")
    }

    /// The member that says whose id it is: `salesOrderID` for `sales-orders`.
    private static func reference(to collection: String) -> String {
        let words = collection.split(separator: "-")
        let name = words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.capitalized }.joined()
        return (name.hasSuffix("s") ? String(name.dropLast()) : name) + "ID"
    }
}
