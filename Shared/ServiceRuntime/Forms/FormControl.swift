import Foundation

/// An input, a choice or a text area of a form's HTML.
struct FormControl: Sendable {
    enum Kind: Sendable { case line, box, choice, area, hidden }
    let range: Range<Substring.Index>
    let text: String
    let kind: Kind
    /// The opening tag.
    private let head: String

    /// The first control of the text.
    static func first(in text: Substring) -> FormControl? {
        let starts = ["<input", "<select", "<textarea"].compactMap { tag in text.range(of: tag).map { (tag, $0) } }
        guard let (tag, start) = starts.min(by: { $0.1.lowerBound < $1.1.lowerBound }),
            let close = text.range(of: ">", range: start.upperBound..<text.endIndex)
        else { return nil }
        var end = close.upperBound
        if tag != "<input" {
            guard let last = text.range(of: "</\(tag.dropFirst())>", range: end..<text.endIndex) else { return nil }
            end = last.upperBound
        }
        let head = String(text[start.lowerBound..<close.upperBound])
        let group = text[..<start.lowerBound].hasSuffix("</span>")
        return FormControl(
            range: start.lowerBound..<end, text: String(text[start.lowerBound..<end]), kind: kind(tag, head),
            head: head,
            isInGroup: group)
    }

    private init(range: Range<Substring.Index>, text: String, kind: Kind, head: String, isInGroup: Bool) {
        (self.range, self.text, self.kind, self.head, self.isInGroup) = (range, text, kind, head, isInGroup)
    }

    private static func kind(_ tag: String, _ head: String) -> Kind {
        switch (tag, attribute("type", of: head)) {
        case ("<select", _): .choice
        case ("<textarea", _): .area
        case (_, "checkbox"), (_, "radio"): .box
        case (_, "hidden"): .hidden
        default: .line
        }
    }

    /// Whether a unit stands before it, in one group with it.
    let isInGroup: Bool
    var isBox: Bool { kind == .box }
    /// Of a box: whether it was rendered as chosen, and what it stands for.
    var isChosen: Bool { head.contains(" checked") }
    var value: String { Self.plain(Self.attribute("value", of: head) ?? "on") }
    var name: String? { Self.attribute("name", of: head).map(Self.plain) }
    var id: String? { Self.attribute("id", of: head) }
    /// Whether something is typed into it, rather than chosen.
    var isTyped: Bool { kind == .line || kind == .area }
    /// Whether its form is not complete without it.
    var isRequired: Bool { head.contains(" required") }
    /// Whether a person fills it in.
    var isFilledIn: Bool { kind != .hidden }
    /// Whether what was typed never comes back.
    var isSecret: Bool { Self.attribute("type", of: head) == "password" }

    /// The value it was rendered with, and what of it people see; nil of a box.
    var rendered: (value: String, shown: String)? {
        switch kind {
        case .line, .hidden:
            let value = Self.plain(Self.attribute("value", of: head) ?? "")
            return (value, value)
        case .area:
            let value = Self.plain(String(text.dropFirst(head.count).dropLast("</textarea>".count)))
            return (value, value)
        case .choice:
            guard let chosen = options.first(where: { $0.head.contains(" selected") }) ?? options.first else {
                return nil
            }
            return (chosen.value, chosen.label)
        case .box: return nil
        }
    }

    /// The control with what was sent.
    func filled(with values: [String], isWrong: Bool) -> String {
        let marked = isWrong ? Self.wrong(head) : head
        switch kind {
        case .line: return Self.setting("value", to: values.first ?? "", in: marked)
        case .area: return marked + FormEcho.escaped(values.first ?? "") + "</textarea>"
        case .box:
            let isChosen = values.contains(value)
            let plain = marked.replacing(" checked", with: "")
            return isChosen ? plain.dropLast() + " checked>" : plain
        case .choice:
            let inside = options.map { option in
                let plain = option.head.replacing(" selected", with: "")
                let isChosen = option.value == (values.first ?? "")
                return (isChosen ? plain.dropLast() + " selected>" : plain) + option.inside + "</option>"
            }
            return marked + inside.joined() + "</select>"
        case .hidden: return text
        }
    }

    private var options: [(head: String, value: String, inside: String, label: String)] {
        text.matches(of: #/(<option[^>]*>)([^<]*)</option>/#).map { match in
            let (head, inside) = (String(match.output.1), String(match.output.2))
            let value = Self.attribute("value", of: head).map(Self.plain) ?? Self.plain(inside)
            return (head, value, inside, Self.plain(inside).trimmed)
        }
    }

    // MARK: tags

    private static func wrong(_ head: String) -> String {
        let id = attribute("id", of: head).map { " aria-describedby=\"\($0)-error\"" } ?? ""
        let bare = head.replacing(#/ aria-describedby="[^"]*"/#, with: "")
        return String(bare.replacing("class=\"", with: "class=\"is-invalid ", maxReplacements: 1).dropLast())
            + " aria-invalid=\"true\"\(id)>"
    }

    private static func setting(_ name: String, to value: String, in head: String) -> String {
        let old = attribute(name, of: head).map { " \(name)=\"\($0)\"" }
        let bare = old.map { head.replacing($0, with: "", maxReplacements: 1) } ?? head
        return bare.dropLast() + " \(name)=\"\(FormEcho.escaped(value))\">"
    }

    private static func attribute(_ name: String, of head: String) -> String? {
        guard let start = head.range(of: " \(name)=\"") else { return nil }
        return head[start.upperBound...].split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first
            .map(String.init)
    }

    /// Without what stands for signs in HTML.
    private static func plain(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
