import Foundation

/// Queries and forms: `a=1&lines[0].productID=x` as a tree. A name that comes several times is a list.
enum FormFields {
    /// - Parameter keepsEmpty: an empty field is empty text; otherwise it is absent, as people mean it who leave it empty.
    /// - Throws: ``Problem`` 400 when the text is not url-encoded or a name makes no sense.
    static func parse(_ text: String, keepsEmpty: Bool = false) throws -> InputValue {
        var tree = InputValue.empty
        for (name, value) in MergedFields.chosen(try pairs(text)) where keepsEmpty || !value.isEmpty {
            tree = try place(value, at: steps(name)[...], in: tree, name)
        }
        return dense(tree)
    }

    /// Without the places of lists that no field filled: a line left empty is no line.
    private static func dense(_ tree: InputValue) -> InputValue {
        switch tree {
        case .array(let elements): .array(elements.filter { $0 != .null }.map(dense))
        case .object(let members): .object(members.mapValues(dense))
        default: tree
        }
    }

    /// What a form calls a field of what was made of it: `lines[2].quantity` for that of the second line where the one
    /// before was left empty.
    static func nameInForm(_ field: String, _ sent: [(name: String, value: String)]) -> String {
        guard let open = field.firstIndex(of: "["), let close = field[open...].firstIndex(of: "]"),
            let place = Int(field[field.index(after: open)..<close])
        else { return field }
        let list = field[...open]
        let filled = Set(
            sent.filter { !$0.value.isEmpty && $0.name.hasPrefix(list) }
                .compactMap { Int($0.name.dropFirst(list.count).prefix { $0 != "]" }) }
        ).sorted()
        return filled.indices.contains(place) ? "\(list)\(filled[place])\(field[close...])" : field
    }

    /// The names and values in order, decoded.
    static func pairs(_ text: String) throws -> [(name: String, value: String)] {
        try text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (try decoded(parts[0]), parts.count == 2 ? try decoded(parts[1]) : "")
        }
    }

    private static func decoded(_ text: Substring) throws -> String {
        // Most is written plainly.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        guard let decoded = text.replacing("+", with: " ").removingPercentEncoding else {
            throw Problem.badRequest("the form or query is not url-encoded UTF-8")
        }
        return decoded
    }

    private enum Step {
        case member(String)
        case element(Int)
    }

    /// No form of ours is longer; a stranger's index must not make us build an endless list.
    private static let longestList = 1000

    private static func steps(_ name: String) throws -> [Step] {
        var steps: [Step] = []
        for part in name.split(separator: ".") {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            steps.append(.member(String(pieces[0])))
            for piece in pieces.dropFirst() {
                guard piece.last == "]" else { throw Problem.badRequest("the field name \(name) makes no sense") }
                let inside = piece.dropLast()
                guard let index = Int(inside), (0..<longestList).contains(index) else {
                    throw Problem.badRequest("the field name \(name) makes no sense")
                }
                steps.append(.element(index))
            }
        }
        guard !steps.isEmpty, steps.count <= 16 else {
            throw Problem.badRequest("the field name \(name) makes no sense")
        }
        return steps
    }

    private static func place(
        _ text: String, at steps: ArraySlice<Step>, in tree: InputValue?, _ name: String
    ) throws -> InputValue {
        guard let step = steps.first else { return appended(text, to: tree) }
        switch (step, tree) {
        case (.member(let key), .none), (.member(let key), .object):
            var members: [String: InputValue] = [:]
            if case .object(let present)? = tree { members = present }
            members[key] = try place(text, at: steps.dropFirst(), in: members[key], name)
            return .object(members)
        case (.element(let index), .none), (.element(let index), .array):
            var elements: [InputValue] = []
            if case .array(let present)? = tree { elements = present }
            while elements.count <= index { elements.append(.null) }
            let present = elements[index] == .null ? nil : elements[index]
            elements[index] = try place(text, at: steps.dropFirst(), in: present, name)
            return .array(elements)
        default: throw Problem.badRequest("the field name \(name) is used in two ways")
        }
    }

    private static func appended(_ text: String, to tree: InputValue?) -> InputValue {
        switch tree {
        case .none: .text(text)
        case .array(let elements)?: .array(elements + [.text(text)])
        case .some(let single): .array([single, .text(text)])
        }
    }
}
