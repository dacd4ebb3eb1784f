import Foundation
import Kernel

/// What people typed into the fields of a form that refer to something, replaced by what it stands for: a number, a name,
/// or both as the field shows them. So a form that nobody's script helps with is understood as well.
struct TypedReferences: Sendable {
    let lookups: [String: Route]
    let call: Call

    /// - Throws: ``Problem`` 422 naming every field whose text means nothing or several things, 403 when the person may
    ///   not look there.
    func resolved(_ input: InputValue) async throws -> InputValue {
        var problems: [FieldProblem] = []
        let resolved = try await resolved(input, of: nil, at: "", &problems)
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        return resolved
    }

    private func resolved(
        _ value: InputValue, of field: String?, at place: String, _ problems: inout [FieldProblem]
    ) async throws -> InputValue {
        switch value {
        case .object(var members):
            for (name, member) in members {
                let path = place.isEmpty ? name : "\(place).\(name)"
                members[name] = try await resolved(member, of: name, at: path, &problems)
            }
            return .object(members)
        case .array(var elements):
            for (index, element) in elements.enumerated() {
                elements[index] = try await resolved(element, of: field, at: "\(place)[\(index)]", &problems)
            }
            return .array(elements)
        case .text(let text):
            guard let field, let route = lookups[field], let lookup = route.lookup, let kept = lookup.fields[field],
                kept == .number || UUID(uuidString: text) == nil
            else { return value }
            try route.access.check(call.person)
            switch try await meaning(of: text, lookup) {
            case .one(let entry): return .text(kept == .id ? entry.id : entry.number)
            case .nothing(let why):
                problems.append(FieldProblem(field: place, message: why))
                return value
            }
        default: return value
        }
    }

    private enum Meaning {
        case one(LookupEntry)
        case nothing(Phrase)
    }

    private func meaning(of text: String, _ lookup: Lookup) async throws -> Meaning {
        // As a field shows it: the number says which one is meant, whatever it is called meanwhile.
        if let between = text.range(of: LookupEntry.between) {
            let number = String(text[..<between.lowerBound])
            let found = try await lookup.find(LookupQuery(q: number), call)
            if let entry = found.first(where: { $0.number == number }) { return .one(entry) }
        }
        let found = try await lookup.find(LookupQuery(q: text), call)
        let typed = text.trimmed.lowercased()
        let called =
            found.first { $0.number.lowercased() == typed }.map { [$0] }
            ?? found.filter { $0.name.lowercased() == typed }
        let fitting = called.isEmpty ? found : called
        if fitting.count == 1 { return .one(fitting[0]) }
        guard !fitting.isEmpty else {
            return .nothing("nothing fits “\(text)”: enter a part of the number or of the name")
        }
        let some = fitting.prefix(3).map(\.shown).joined(separator: ", ")
        return .nothing("several fit “\(text)”, such as \(some): enter the number of the one you mean")
    }
}
