import Foundation

/// Where a form goes by which a person chooses how pages look: `POST <prefix>/choices`, back to the page it came from.
/// The browser remembers the choice in a cookie, so that the server shows the next page as it was chosen.
struct ChoicesDoor: Sendable {
    let request: ReceivedRequest
    let context: ServiceContext

    private static let year = 365 * 86_400

    /// The answer when the request is for this door.
    /// - Throws: ``Problem`` 403 when another site sent the form, 422 when there is no such choice.
    func answer() throws -> Answer? {
        guard request.method == "POST", request.path == "\(context.prefix)/choices" else { return nil }
        try CrossSite.check(request, publicURL: context.configuration.publicURL)
        let form = try FormFields.parse(String(decoding: request.body, as: UTF8.self))
        guard let theme = form["theme"]?.scalarText.flatMap({ Theme(rawValue: $0) }) else {
            throw Problem.invalid(field: "theme", "must be one of those on the page")
        }
        let back = form["_back"]?.scalarText ?? FormDestination.back(request) ?? "/"
        var answer = Answer.redirect(to: FormDestination.isLocal(back) ? back : "/")
        let seconds = theme == .system ? 0 : Self.year
        answer.headers.append(
            ("Set-Cookie", Cookies.set(Cookies.theme, theme.rawValue, seconds: seconds, context.configuration)))
        return answer
    }
}
