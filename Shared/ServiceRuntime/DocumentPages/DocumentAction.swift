/// Something the reader of a document can do with it now: a page to go to, or a form to send.
public struct DocumentAction: Sendable {
    enum Kind: Sendable { case link, form }
    /// How much it weighs.
    public enum Weight: Sendable { case primary, plain, danger }

    let key: String
    let path: String
    let kind: Kind
    let weight: Weight
    let fields: [FormField]
    let hidden: [(name: String, value: String)]
    let note: String?
    let revision: String?

    /// A page on which it is done.
    /// - Parameter key: the key of what it is called.
    public static func link(_ key: String, to path: String, weight: Weight = .plain) -> DocumentAction {
        DocumentAction(
            key: key, path: path, kind: .link, weight: weight, fields: [], hidden: [], note: nil, revision: nil)
    }

    /// A command of the API, sent by a form.
    ///
    /// - Parameters:
    ///   - key: the key of what its button says.
    ///   - hidden: what is sent without being asked.
    ///   - note: what one should know before.
    ///   - revision: of a command that edits, the revision the reader sees.
    public static func form(
        _ key: String, to path: String, weight: Weight = .plain, _ fields: [FormField] = [],
        hidden: [(name: String, value: String)] = [], note: String? = nil, revision: String? = nil
    ) -> DocumentAction {
        DocumentAction(
            key: key, path: path, kind: .form, weight: weight, fields: fields, hidden: hidden, note: note,
            revision: revision)
    }

    struct View: Codable, Sendable {
        struct Hidden: Codable, Sendable {
            let hiddenName: String
            let hiddenValue: String
        }
        let actionText: String
        let actionPath: String
        let actionStyle: String
        let foldStyle: String
        let isLink: Bool
        /// Fields of what is not the first thing to do show when asked for.
        let isFolded: Bool
        let isShown: Bool
        let actionNote: String?
        let hiddenFields: [Hidden]
        let formFields: [FormField.View]
        /// Whether it is said what the mark at some of them means.
        let needsNote: Bool
    }

    func view(place: Int, _ call: some Calling) -> View {
        let sent = hidden + (revision.map { [("_etag", $0)] } ?? [])
        let folds = kind == .form && place > 0 && !(fields.isEmpty && note == nil)
        return View(
            actionText: call.text(key), actionPath: path, actionStyle: style(isFirst: place == 0),
            foldStyle: weight == .danger ? "btn-outline-danger" : "btn-outline-secondary", isLink: kind == .link,
            isFolded: folds, isShown: kind == .form && !folds, actionNote: note,
            hiddenFields: sent.map { .init(hiddenName: $0.0, hiddenValue: $0.1) },
            formFields: fields.map { $0.view(of: "a\(place)", call) }, needsNote: fields.contains { $0.isRequired })
    }

    private func style(isFirst: Bool) -> String {
        switch weight {
        case .primary: "btn-primary"
        case .plain: isFirst ? "btn-primary" : "btn-outline-secondary"
        case .danger: "btn-outline-danger"
        }
    }
}
