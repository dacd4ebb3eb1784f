import Foundation
import Kernel

/// What every page is given besides its own view.
struct PageFrame: Encodable, Sendable {
    struct Entry: Encodable, Sendable {
        let entryText: String
        let entryLink: String
        let entryIcon: String
        let isCurrent: Bool
    }
    struct Area: Encodable, Sendable {
        let areaText: String
        let hasHeading: Bool
        let entries: [Entry]
    }
    struct ThemeChoice: Encodable, Sendable {
        let themeName: String
        let themeText: String
        let themeIcon: String
        let isChosen: Bool
    }
    struct SignedIn: Encodable, Sendable {
        let name: String
        let isStaff: Bool
        let isShopper: Bool
        let roles: String
        /// Where the sign-out form goes: to the service where the person signed in.
        let signOut: String
        /// What stands for a picture of them.
        let initials: String
        /// By which the bell's script knows whose count it keeps.
        let mark: String
    }

    let lang: String
    let theme: String
    let chosenThemeIcon: String
    let themes: [ThemeChoice]
    let title: String
    let person: SignedIn?
    let areas: [Area]
    /// Whether staff see it, who have a menu of many entries at the side and a bell.
    let isWork: Bool
    /// How much waited for the person when the bell was last asked.
    let todoCount: String
    let hasTodos: Bool
    /// How much is in the caller's cart, where that is known.
    let cartCount: String?
    /// What is looked for, where the page is what the search at its head leads to.
    let searched: String
    /// The path of the page, query included.
    let path: String
    /// What the service's paths begin with.
    let prefix: String
    /// Where it is told when the page changes, and the revision it has; nil of a page that is not followed.
    let live: String?
    let seen: String?
    /// A fresh idempotency key for the page's forms.
    let key: String
    let flash: String?
    let otherLanguage: String
    let otherLanguageLink: String
    let signInLink: String
    let year: Int

    /// - Parameters:
    ///   - number: of the document that the page is of.
    ///   - seen: the revision of a page that is followed.
    ///   - cart: how much is in the caller's cart.
    init(_ call: Call, title: String, number: String? = nil, seen: String? = nil, cart: ExactDecimal? = nil) {
        let language = call.language
        let request = call.request
        lang = language.tag
        theme = request.theme.rawValue
        chosenThemeIcon = request.theme.icon
        themes = Theme.allCases.map {
            ThemeChoice(
                themeName: $0.rawValue, themeText: call.text("theme_\($0.rawValue)"), themeIcon: $0.icon,
                isChosen: $0 == request.theme)
        }
        self.title = [number, call.text(title)].compactMap(\.self).joined(separator: " · ")
        person = call.person.map { SignedIn($0, call) }
        areas = Self.areas(call)
        isWork = call.person?.kind == .staff
        todoCount = person.flatMap { Self.todos(request, of: $0) } ?? ""
        hasTodos = !["", "0"].contains(todoCount)
        cartCount = cart.flatMap { $0 > .zero ? call.format($0) : nil }
        let search = isWork ? Navigation.documentSearch : Navigation.productSearch
        searched = request.path == search ? ListQuery(request)["q"] ?? "" : ""
        path = request.query.isEmpty ? request.path : "\(request.path)?\(request.query)"
        self.seen = call.person == nil ? nil : seen
        live = self.seen.map { [path] _ in
            "\(call.service.prefix)/\(LiveDoor.route.path)?of=" + urlEncoded(path, keepsSlashes: true)
        }
        prefix = call.service.prefix
        key = UUID.timeOrdered().text
        flash = request.cookies[Cookies.flash].map { call.text($0) }
        otherLanguage = language == .zh ? "English" : "中文"
        otherLanguageLink = Self.link(request, language == .zh ? .en : .zh)
        signInLink = "\(Navigation.staffSignIn)?then=\(urlEncoded(path, keepsSlashes: true))"
        year = BusinessDate.today.year
    }

    private static func areas(_ call: Call) -> [Area] {
        let visible = Navigation.visible(to: call.person)
        let current = Navigation.current(call.request.path, among: visible.flatMap(\.items))
        return visible.map { area in
            Area(
                areaText: area.key.map { call.text($0) } ?? "", hasHeading: area.key != nil,
                entries: area.items.map {
                    Entry(
                        entryText: call.text($0.key), entryLink: $0.path, entryIcon: $0.icon, isCurrent: $0 == current)
                })
        }
    }

    /// The number in the bell's cookie, if it is this person's.
    private static func todos(_ request: ReceivedRequest, of person: SignedIn) -> String? {
        guard let parts = request.cookies[Cookies.todos]?.split(separator: "."), parts.count == 2,
            parts[0] == person.mark
        else { return nil }
        return Int(parts[1]).map { "\($0)" }
    }

    /// The same page in another language.
    private static func link(_ request: ReceivedRequest, _ language: Language) -> String {
        let others = request.query.split(separator: "&").filter { !$0.hasPrefix("lang=") }
        return "\(request.path)?" + (others.map(String.init) + ["lang=\(language.rawValue)"]).joined(separator: "&")
    }
}

extension PageFrame.SignedIn {
    init(_ person: Person, _ call: Call) {
        name = call.name(person.name, person.nameZh)
        (isStaff, isShopper) = (person.kind == .staff, person.kind == .shopper)
        roles = person.roles.map { call.text("role_\($0.rawValue)") }.sorted().joined(separator: " · ")
        signOut = "\(Issuer(of: person.kind).door)/sign-out"
        // Names in Latin script by their first letters, Chinese ones by the family's.
        let words = name.split(separator: " ").compactMap(\.first)
        initials = words.first.map { $0.isASCII ? String(words.prefix(2)).uppercased() : String($0) } ?? ""
        mark = String(person.id.text.suffix(8))
    }
}
