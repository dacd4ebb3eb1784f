import Foundation
import Kernel
import Mustache

/// What every page is given besides its own view.
struct PageFrame: Sendable {
    struct MenuItem: Sendable {
        let text: String
        let path: String
        let isCurrent: Bool
    }
    struct SignedIn: Sendable {
        let name: String
        let isStaff: Bool
        let isShopper: Bool
        let roles: String
        /// Where the sign-out form goes: to the service where the person signed in.
        let signOut: String
    }

    let lang: String
    let title: String
    let t: TextTable
    let person: SignedIn?
    let menu: [MenuItem]
    /// The path of the page, query included.
    let path: String
    /// What the service's paths begin with.
    let prefix: String
    /// A fresh idempotency key for the page's forms.
    let key: String
    let flash: String?
    let otherLanguage: String
    let otherLanguageLink: String
    let signInLink: String
    let year: Int

    init(_ call: Call, title: String) {
        let language = call.language
        let request = call.request
        let items = Navigation.visible(to: call.person)
        let current = Navigation.current(request.path, among: items)
        lang = language.tag
        self.title = call.text(title)
        t = TextTable(texts: call.service.texts, language: language)
        person = call.person.map {
            SignedIn(
                name: call.name($0.name, $0.nameZh), isStaff: $0.kind == .staff, isShopper: $0.kind == .shopper,
                roles: $0.roles.map { call.text("role_\($0.rawValue)") }.sorted().joined(separator: " · "),
                signOut: "\(Issuer(of: $0.kind).door)/sign-out")
        }
        menu = items.map { MenuItem(text: call.text($0.key), path: $0.path, isCurrent: $0 == current) }
        path = request.query.isEmpty ? request.path : "\(request.path)?\(request.query)"
        prefix = call.service.prefix
        key = UUID().uuidString.lowercased()
        flash = request.cookies[Cookies.flash].map { call.text($0) }
        otherLanguage = language == .zh ? "English" : "中文"
        otherLanguageLink = Self.link(request, language == .zh ? .en : .zh)
        signInLink = "\(Navigation.staffSignIn)?then=\(Self.encoded(path))"
        year = BusinessDate.today.year
    }

    /// The same page in another language.
    private static func link(_ request: ReceivedRequest, _ language: Language) -> String {
        let others = request.query.split(separator: "&").filter { !$0.hasPrefix("lang=") }
        return "\(request.path)?" + (others.map(String.init) + ["lang=\(language.rawValue)"]).joined(separator: "&")
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~/"))) ?? ""
    }
}

/// `{{t.key}}`: the texts of one language.
struct TextTable: MustacheParent, Sendable {
    let texts: Texts
    let language: Language
    func child(named key: String) -> Any? { texts[key, language] }
}

/// The view's properties, and behind them the frame's.
struct PageContext: MustacheParent {
    private let members: [String: Any]

    init(view: Any, frame: PageFrame, content: String? = nil) {
        var members = Self.properties(of: frame)
        members.merge(Self.properties(of: view)) { _, own in own }
        members["content"] = content
        self.members = members
    }

    func child(named name: String) -> Any? { members[name] }

    /// The names of the frame's properties, for the page check.
    static func properties(of value: Any) -> [String: Any] {
        var properties: [String: Any] = [:]
        for child in Mirror(reflecting: value).children {
            if let label = child.label, let present = unwrapped(child.value) { properties[label] = present }
        }
        return properties
    }

    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
