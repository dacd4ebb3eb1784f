import Foundation

/// Where a form goes by which a person chooses how pages look: `POST <prefix>/choices`, back to the page it came from.
/// The browser remembers the choice in a cookie, so that the server shows the next page as it was chosen: light or dark,
/// and the columns of each list.
struct ChoicesDoor: Sendable {
    let request: ReceivedRequest
    let context: ServiceContext

    private static let year = 365 * 86_400

    /// The answer when the request is for this door.
    /// - Throws: ``Problem`` 403 when another site sent the form, 422 when there is no such choice.
    func answer() throws -> Answer? {
        guard request.method == "POST", request.path == "\(context.prefix)/choices" else { return nil }
        try CrossSite.check(request, publicURL: context.configuration.publicURL)
        let form = try FormFields.pairs(String(decoding: request.body, as: UTF8.self))
        func values(_ name: String) -> [String] { form.filter { $0.name == name }.map(\.value) }
        let (cookie, value) =
            try values("list").first.map { try columns(values("columns"), of: $0) }
            ?? theme(values("theme").first)
        let back = values("_back").first ?? FormDestination.back(request) ?? "/"
        var answer = Answer.redirect(to: FormDestination.isLocal(back) ? back : "/")
        let seconds = value.isEmpty ? 0 : Self.year
        answer.headers.append(("Set-Cookie", Cookies.set(cookie, value, seconds: seconds, context.configuration)))
        return answer
    }

    private func columns(_ columns: [String], of list: String) throws -> (cookie: String, value: String) {
        guard ([list] + columns).allSatisfy(ColumnCookie.isWord), columns.count <= 40 else {
            throw Problem.invalid(field: "columns", "must be of those on the page")
        }
        return (ColumnCookie.name(of: list), columns.joined(separator: "."))
    }

    /// Who does as their device does has chosen nothing.
    private func theme(_ name: String?) throws -> (cookie: String, value: String) {
        guard let theme = name.flatMap({ Theme(rawValue: $0) }) else {
            throw Problem.invalid(field: "theme", "must be one of those on the page")
        }
        return (Cookies.theme, theme == .system ? "" : theme.rawValue)
    }
}
