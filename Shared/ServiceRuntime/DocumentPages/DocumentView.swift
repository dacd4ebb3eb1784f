import Foundation

/// A document as people work with it: what it is and where it stands, what its reader can do now, its facts and lines, the
/// documents it belongs to, and what happened to it. One part of a page for every kind, shown by the template `document`;
/// a page that has one names it `document`.
public struct DocumentView: Codable, Sendable {
    struct Notice: Codable, Sendable {
        let noticeText: String
        let noticeColour: String
        let noticeLink: String?
        let noticeLinkText: String?
    }
    struct Fact: Codable, Sendable {
        let factLabel: String
        let factText: String
        let factLink: String?
        let factNote: String?
    }
    let kindText: String
    let kindLink: String?
    /// What people call it: its number, or the name of whom or what it is about.
    let heading: String
    let subjectText: String?
    let subjectLink: String?
    let badges: [Badge]
    let notices: [Notice]
    let actions: [DocumentAction.View]
    let isWaiting: Bool
    let waitingText: String?
    /// Whether anything is ever done with such a document.
    let hasCourse: Bool
    let facts: [Fact]
    let tables: [DocumentTable.View]
    let related: [RelatedDocument.View]
    let hasRelated: Bool
    /// What happened last, and before that: a long history does not push the rest of the page away.
    let history: [HistoryEntry.View]
    let earlier: [HistoryEntry.View]
    let earlierText: String?
    let chainPath: String?

    private static let shownHistory = 6

    /// - Parameters:
    ///   - kind: the key of what such a document is called.
    ///   - list: where such documents are listed, for those who may open the list.
    ///   - name: what people call it, where that is not its number: a person's, a customer's. The number stands below it.
    ///   - subject: who or what it is about; `subjectLink` where that has a page that the reader may open.
    ///   - badges: its state, and what else is said in one word.
    ///   - actions: what the reader can do in this state, the one to do first at the head; nil where it is not for them.
    ///   - waiting: the key of what it waits for, where the reader can do nothing; nil of what nobody does anything with.
    ///   - history: what happened, in the order in which it did.
    ///   - chain: the path of its business transaction, for those who may see it.
    public init(
        _ kind: String, list: String? = nil, number: String, name: String? = nil, subject: String? = nil,
        subjectLink: String? = nil,
        badges: [Badge], notices: [DocumentNotice?] = [], actions: [DocumentAction?] = [],
        waiting: String? = "document_nothing_to_do", facts: [DocumentFact?], tables: [DocumentTable?] = [],
        related: [RelatedDocument?] = [], history: [HistoryEntry] = [], chain: String?, _ call: some Calling
    ) {
        kindText = call.text(kind)
        kindLink = list
        heading = name ?? number
        subjectText = name == nil ? subject : [number, subject].compactMap(\.self).joined(separator: " · ")
        (self.subjectLink, self.badges) = (subjectLink, badges)
        self.notices = notices.compactMap { notice in
            notice.map {
                Notice(
                    noticeText: $0.text, noticeColour: $0.colour, noticeLink: $0.link,
                    noticeLinkText: $0.linkText ?? $0.linkKey.map { call.text($0) })
            }
        }
        self.actions = actions.compactMap(\.self).enumerated().map { $1.view(place: $0, call) }
        // Whoever can only take it back waits all the same.
        isWaiting = actions.compactMap(\.self).allSatisfy { $0.weight == .danger }
        waitingText = waiting.map { call.text($0) }
        hasCourse = waiting != nil
        self.facts = facts.compactMap { fact in
            guard let fact, let text = fact.text, !text.isEmpty else { return nil }
            return Fact(factLabel: call.text(fact.key), factText: text, factLink: fact.link, factNote: fact.note)
        }
        self.tables = tables.compactMap { $0?.view(call) }
        self.related = related.compactMap { $0?.view(call) }
        hasRelated = !self.related.isEmpty || chain != nil
        let told = history.reversed().map { $0.view(call) }
        // To hide two or three would save nothing.
        let shown = told.count > Self.shownHistory + 3 ? Self.shownHistory : told.count
        (self.history, earlier) = (Array(told.prefix(shown)), Array(told.dropFirst(shown)))
        earlierText =
            earlier.isEmpty ? nil : Phrase.fill(call.text("document_history_all"), with: ["\(told.count)"])
        chainPath = chain
    }
}

/// What one must know of a document before anything else: that it was refused and why, what is missing.
public struct DocumentNotice: Sendable {
    let text: String
    let colour: String
    let link: String?
    let linkKey: String?
    let linkText: String?

    /// Nil where there is nothing to say.
    /// - Parameters:
    ///   - colour: a contextual colour of Bootstrap.
    ///   - linkKey: the key of what the link leads to.
    ///   - linkText: the number of the document that it leads to, instead.
    public init?(
        _ text: String?, colour: String = "warning", link: String? = nil, linkKey: String? = nil,
        linkText: String? = nil
    ) {
        guard let text else { return nil }
        (self.text, self.colour, self.link, self.linkKey, self.linkText) = (text, colour, link, linkKey, linkText)
    }
}

/// A name and what stands behind it; nothing where nothing does.
public struct DocumentFact: Sendable {
    let key: String
    let text: String?
    let link: String?
    let note: String?

    public init(_ key: String, _ text: String?, link: String? = nil, note: String? = nil) {
        (self.key, self.text, self.link, self.note) = (key, text, link, note)
    }
}

/// A page about one document.
public protocol ShowsDocument: Sendable {
    var document: DocumentView { get }
}

/// A page that is a document and nothing else.
public struct DocumentPage: ShowsDocument, Codable, Sendable {
    public let document: DocumentView

    public init(_ document: DocumentView) { self.document = document }
}
