import Foundation

/// Puts what a person sent back into the form of a page as it was rendered. The pages are our own: tags are well formed and
/// attributes in double quotes.
struct FormEcho: Sendable {
    struct Words: Sendable {
        let stored: String
        let take: String
        let nothing: String
        let yes: String
        let no: String
        let missing: String
    }
    let sent: [(name: String, value: String)]
    let words: Words
    /// What is wrong, by the name of the field.
    var errors: [String: String] = [:]
    /// Whether it is told what the form says must be filled in and was not.
    var marksMissing = false

    init(sent: [(name: String, value: String)], words: Words) { (self.sent, self.words) = (sent, words) }

    /// Where the form that is sent to the path stands, tags included.
    static func range(of path: String, in html: String) -> Range<String.Index>? {
        var rest = html.startIndex
        while let open = html.range(of: "<form ", range: rest..<html.endIndex),
            let end = html.range(of: "</form>", range: open.upperBound..<html.endIndex),
            let close = html.range(of: ">", range: open.upperBound..<end.lowerBound)
        {
            let head = html[open.lowerBound..<close.upperBound]
            if head.contains("action=\"\(path)\"")
                || html[open.lowerBound..<end.upperBound].contains("formaction=\"\(path)\"")
            {
                return open.lowerBound..<end.upperBound
            }
            rest = end.upperBound
        }
        return nil
    }

    /// The page with what the form is folded away in opened.
    static func opened(around form: Range<String.Index>, in html: String) -> String {
        guard let fold = closedFold(atEndOf: html[..<form.lowerBound]) else { return html }
        return html.replacingCharacters(in: fold..<fold, with: " open")
    }

    /// Where it is said that the fold which the text ends in is open; nil where there is none or it is open.
    private static func closedFold(atEndOf text: Substring) -> String.Index? {
        guard let fold = text.range(of: "<details", options: .backwards),
            text[fold.upperBound...].range(of: "</details>") == nil,
            !text[fold.upperBound...].prefix(while: { $0 != ">" }).contains(" open")
        else { return nil }
        return fold.upperBound
    }

    /// Says something before all else that the page says.
    static func announced(_ notice: String, in html: String) -> String {
        guard let main = html.range(of: "<main "),
            let close = html.range(of: ">", range: main.upperBound..<html.endIndex)
        else { return html }
        return html.replacingCharacters(in: close.upperBound..<close.upperBound, with: notice)
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// The form as it was sent, and the fields whose errors have found their place.
    /// - Parameter isMerge: whether the form was rendered with other values than those that were seen.
    func fill(_ form: Substring, isMerge: Bool) -> (String, placed: Set<String>) {
        var text = ""
        var placed: Set<String> = []
        var rest = form
        while let control = FormControl.first(in: rest) {
            text += rest[..<control.range.lowerBound]
            rest = rest[control.range.upperBound...]
            guard let name = control.name, !name.hasPrefix("_"), control.isFilledIn else {
                text += control.text
                continue
            }
            let values = control.isSecret ? [] : sent.filter { $0.name == name }.map(\.value)
            let error = self.error(of: name) ?? missing(control, name)
            // A line that was added is not folded away again.
            if control.isTyped, values != [""], let fold = Self.closedFold(atEndOf: text[...]) {
                text.insert(contentsOf: " open", at: fold)
            }
            text += control.filled(with: values, isWrong: error != nil)
            var said = isMerge && !control.isSecret ? stored(control, name, values) : ""
            if let error, !control.isBox || !placed.contains(error.field) {
                let note = note(error.message, of: control)
                // What is wrong with a choice of boxes is said once, under what they are a choice of.
                if control.isBox, let legend = Self.endOfLegend(in: text) {
                    text.insert(contentsOf: note, at: legend)
                } else {
                    said = note + said
                }
            }
            if let error { placed.insert(error.field) }
            if let list = Self.list(of: name), error != nil { placed.insert(list) }
            // Beside the control, and behind the group that it may be part of.
            if !said.isEmpty, let end = Self.endOfGroup(around: control, in: rest) {
                text += rest[..<end]
                rest = rest[end...]
            }
            text += said
        }
        text += rest
        return (text.replacing("<form ", with: "<form data-unsaved ", maxReplacements: 1), placed)
    }

    /// The error of a field, or of the value that it is a part of: `spent` for `spent.amount`.
    private func error(of name: String) -> (field: String, message: String)? {
        if let message = errors[name] { return (name, message) }
        guard let whole = name.split(separator: ".").dropLast().isEmpty ? nil : name.lastIndex(of: ".") else {
            return nil
        }
        let parent = String(name[..<whole])
        return errors[parent].map { (parent, $0) }
    }

    /// What the form says must be filled in and came empty; of several things it is not told one at a time.
    private func missing(_ control: FormControl, _ name: String) -> (field: String, message: String)? {
        guard marksMissing, control.isRequired, !control.isBox,
            !sent.contains(where: { $0.name == name && !$0.value.isEmpty })
        else { return nil }
        return (name, words.missing)
    }

    /// The list that a field is in: `lines` for `lines[0].quantity`. That it is missing is told by its fields.
    private static func list(of name: String) -> String? {
        name.firstIndex(of: "[").map { String(name[..<$0]) }
    }

    private func note(_ message: String, of control: FormControl) -> String {
        let id = control.id.map { " id=\"\($0)-error\"" } ?? ""
        return "<div class=\"invalid-feedback d-block\"\(id)>\(Self.escaped(message))</div>"
    }

    /// What is stored now, where it is something else, with a choice to take it.
    private func stored(_ control: FormControl, _ name: String, _ values: [String]) -> String {
        if control.isBox {
            guard control.isChosen != values.contains(control.value) else { return "" }
            return
                "<div class=\"qiao-merge\">\(Self.escaped(words.stored)) \(control.isChosen ? words.yes : words.no)</div>"
        }
        guard let now = control.rendered, now.value != (values.first ?? "") else { return "" }
        let field = Self.escaped(name)
        let shown = now.shown.isEmpty ? words.nothing : now.shown
        return """
            <div class="qiao-merge"><span>\(Self.escaped(words.stored)) <strong>\(Self.escaped(shown))</strong></span>\
            <input type="hidden" name="_now:\(field)" value="\(Self.escaped(now.value))">\
            <label class="form-check-label"><input class="form-check-input" type="checkbox" name="_take" value="\(field)"> \
            \(Self.escaped(words.take))</label></div>
            """
    }

    /// Behind the legend of the group that the text ends in.
    private static func endOfLegend(in text: String) -> String.Index? {
        guard let group = text.range(of: "<fieldset", options: .backwards),
            let legend = text.range(of: "</legend>", range: group.upperBound..<text.endIndex),
            text.range(of: "</fieldset>", range: group.upperBound..<text.endIndex) == nil
        else { return nil }
        return legend.upperBound
    }

    private static func endOfGroup(around control: FormControl, in rest: Substring) -> Substring.Index? {
        // A unit stands in one group with its field, a label around its box.
        for (tag, isNext) in [("</div>", control.isInGroup), ("</label>", control.isBox)] where isNext {
            return rest.range(of: tag)?.upperBound
        }
        return nil
    }
}
