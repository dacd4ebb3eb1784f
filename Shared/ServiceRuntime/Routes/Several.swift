import Foundation
import Kernel

/// Several documents with which the same is done.
public struct Several<Of>: Codable, Sendable {
    /// Whose; each once, at most 200.
    public var ids: [ID<Of>]
}

/// With how many documents it was done.
public struct DoneWithSeveral: Codable, Sendable {
    public let done: Int
}

/// Does with several documents, in one transaction, what a command does with one: with all of them or with none. The
/// audit trail has an entry for each.
///
/// - Parameters:
///   - each: the path of the command that does it with one, `leads/{id}/claim`.
///   - handler: does it with one.
public func commandForSeveral<Of, Out>(
    _ path: String, _ summary: String, _ access: Access, each: String, then: String? = nil,
    _ handler: @escaping @Sendable (ID<Of>, CommandCall) async throws -> Out
) -> Route {
    command(path, summary, access, then: then) { (input: Several<Of>, call) in
        guard (1...200).contains(input.ids.count), Set(input.ids).count == input.ids.count else {
            throw Problem.invalid(field: "ids", "must name 1 to 200 documents, each once")
        }
        // In the order of their ids, so that two people whose choices overlap wait for each other and not both.
        for (place, id) in input.ids.enumerated().sorted(by: { $0.element.description < $1.element.description }) {
            do {
                _ = try await handler(id, call)
            } catch {
                throw ErrorAnswers.problem(of: error).about(field: "ids[\(place)]")
            }
            let single = each.replacing("{id}", with: id.description)
            try await call.record(
                .change, "POST \(call.service.prefix)/api/\(each)",
                of: "\(call.service.prefix)/api/\(document(single, id.description))", in: call.tx)
        }
        return DoneWithSeveral(done: input.ids.count)
    }
}

/// The path up to the id.
private func document(_ path: String, _ id: String) -> Substring {
    path.range(of: id).map { path[..<$0.upperBound] } ?? path[...]
}

extension Problem {
    /// The same, saying that it is about a field.
    fileprivate func about(field: String) -> Problem {
        guard status < 500 else { return self }
        var problem = self
        problem.fields = [FieldProblem(field: field, message: said ?? Phrase(title))]
        return problem
    }
}
