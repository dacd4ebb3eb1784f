import Foundation
import Kernel

/// What people typed into the fields of a form that refer to something, replaced by what it stands for: a number, a name,
/// or both as the field shows them. So a form that nobody's script helps with is understood as well. All fields of one
/// kind are looked up at once.
struct TypedReferences: Sendable {
    let lookups: [String: Route]
    let call: Call

    /// - Throws: ``Problem`` 422 naming every field whose text means nothing or several things, 403 when the person may
    ///   not look there.
    func resolved(_ input: InputValue) async throws -> InputValue {
        var typed: [String: Set<String>] = [:]
        collect(input, of: nil, &typed)
        var meanings: [String: [String: TypedText.Meaning]] = [:]
        for (path, texts) in typed {
            guard let route = lookups.values.first(where: { $0.path == path }), let lookup = route.lookup else {
                continue
            }
            try route.access.check(call.person)
            meanings[path] = try await TypedText.meanings(of: texts.sorted(), lookup, call)
        }
        var problems: [FieldProblem] = []
        let resolved = replaced(input, of: nil, at: "", by: meanings, &problems)
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        return resolved
    }

    /// What a field's text refers among; nil of a field that refers to nothing, and of an id.
    private func lookup(of text: String, in field: String?) -> (path: String, kept: Lookup.Kept)? {
        guard let field, let route = lookups[field], let kept = route.lookup?.fields[field],
            kept == .number || UUID(uuidString: text) == nil
        else { return nil }
        return (route.path, kept)
    }

    private func collect(_ value: InputValue, of field: String?, _ typed: inout [String: Set<String>]) {
        switch value {
        case .object(let members): for (name, member) in members { collect(member, of: name, &typed) }
        case .array(let elements): for element in elements { collect(element, of: field, &typed) }
        case .text(let text):
            if let path = lookup(of: text, in: field)?.path { typed[path, default: []].insert(text) }
        default: break
        }
    }

    private func replaced(
        _ value: InputValue, of field: String?, at place: String, by meanings: [String: [String: TypedText.Meaning]],
        _ problems: inout [FieldProblem]
    ) -> InputValue {
        switch value {
        case .object(var members):
            for (name, member) in members {
                let path = place.isEmpty ? name : "\(place).\(name)"
                members[name] = replaced(member, of: name, at: path, by: meanings, &problems)
            }
            return .object(members)
        case .array(let elements):
            return .array(
                elements.enumerated().map {
                    replaced($1, of: field, at: "\(place)[\($0)]", by: meanings, &problems)
                })
        case .text(let text):
            guard let (path, kept) = lookup(of: text, in: field), let meaning = meanings[path]?[text] else {
                return value
            }
            switch meaning {
            case .one(let entry): return .text(kept == .id ? entry.id : entry.number)
            case .nothing(let why):
                problems.append(FieldProblem(field: place, message: why))
                return value
            }
        default: return value
        }
    }
}
