import Foundation

/// A form that was refused comes back on its page: filled in as it was sent, what is wrong beside each field, and, where
/// somebody else changed the document meanwhile, what is stored now beside what was typed. Works without script.
struct RefusedForm: Sendable {
    let conversation: Conversation
    let problem: Problem
    let call: Call

    /// Refusals that a person mends where they typed.
    private static let mendable = [401, 409, 412, 422]

    /// The page of the form; nil when it is not known, or not to be seen any more.
    func answer() async -> Answer? {
        // A file cannot be put back into its field.
        let isText = call.request.header("content-type")?.hasPrefix("application/x-www-form-urlencoded") ?? false
        guard Self.mendable.contains(problem.status), isText,
            let place = FormDestination.back(call.request),
            let (route, result) = try? await conversation.show(place, call, isLook: false),
            case .page(let template, let title) = route.kind, case .view(let view) = result
        else { return nil }
        let parts = place.split(separator: "?", maxSplits: 1).map(String.init)
        let page = Call(
            person: call.person, language: call.language, service: call.service,
            request: call.request.asking(parts[0], query: parts.count == 2 ? parts[1] : "", isLook: false))
        let cart = try? await call.service.inCart?(page)
        guard let html = try? call.service.pages.render(view, template: template, title: title, cart: cart, page) else {
            return nil
        }
        var answer = Answer.html(problem.status, filled(html))
        answer.headers = [("Cache-Control", "no-store")] + ErrorAnswers.retryAfter(problem)
        return answer
    }

    /// The page with the form as it was sent; a page that offers the form no more says why it was refused.
    private func filled(_ html: String) -> String {
        let error = ErrorPage(problem, call)
        let sent = (try? FormFields.pairs(String(decoding: call.request.body, as: UTF8.self))) ?? []
        var echo = FormEcho(sent: sent, words: words)
        echo.errors = Dictionary(
            zip(problem.fields.map { FormFields.nameInForm($0.field, sent) }, error.fields.map(\.message))
        ) { first, _ in first }
        echo.marksMissing = problem.status == 422 && !problem.fields.isEmpty
        guard let form = FormEcho.range(of: call.request.path, in: html) else {
            return FormEcho.announced(summary(error, fields: error.fields), in: html)
        }
        let (text, placed) = echo.fill(html[form], isMerge: problem.status == 412)
        let unplaced = zip(problem.fields, error.fields).filter {
            !placed.contains(FormFields.nameInForm($0.0.field, sent))
        }.map(\.1)
        let page = html.replacingCharacters(in: form, with: text)
        return FormEcho.announced(summary(error, fields: unplaced), in: FormEcho.opened(around: form, in: page))
    }

    private var words: FormEcho.Words {
        .init(
            stored: call.text("merge_stored"), take: call.text("merge_take"), nothing: call.text("merge_nothing"),
            yes: call.text("yes"), no: call.text("no"), missing: call.tell("is required"))
    }

    /// What was refused and why, at the top of the page.
    private func summary(_ error: ErrorPage, fields: [ErrorPage.Field]) -> String {
        var detail = problem.status == 412 ? call.text("merge_explained") : problem.fields.isEmpty ? error.detail : nil
        // What is wrong with a password is said in one line.
        if detail?.lowercased() == error.heading.lowercased() { detail = nil }
        let lines = fields.map {
            "<p class=\"mb-0\"><strong>\(FormEcho.escaped($0.label))</strong> — \(FormEcho.escaped($0.message))</p>"
        }
        return "<div class=\"alert alert-danger qiao-refused\" role=\"alert\" tabindex=\"-1\"><strong>"
            + FormEcho.escaped(error.heading) + "</strong>"
            + (detail.map { "<p class=\"mb-0\">\(FormEcho.escaped($0))</p>" } ?? "") + lines.joined() + "</div>"
    }
}
