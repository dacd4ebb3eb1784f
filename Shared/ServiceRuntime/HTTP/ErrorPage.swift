import Foundation
import Kernel

/// An error as a page in the person's language.
struct ErrorPage: Codable, Sendable {
    struct Field: Codable, Sendable {
        let label: String
        let message: String
    }
    let status: Int
    let heading: String
    let detail: String?
    let fields: [Field]
    let back: String?
    let backLabel: String
    let requestID: String

    init(_ problem: Problem, _ call: Call) {
        let texts = call.service.texts
        let key = "problem_\(problem.type.replacing("-", with: "_"))"
        status = problem.status
        heading = texts.find(key, call.language) ?? problem.title
        detail = problem.said.map { texts.tell($0, call.language) }
        fields = problem.fields.map {
            Field(label: Self.label($0.field, call), message: texts.tell($0.message, call.language))
        }
        back = FormDestination.back(call.request)
        backLabel = call.text("error_back")
        requestID = call.request.id
    }

    /// The field as its form calls it, with the number of its line: `lines[0].unitPrice` is “Unit price (1)”.
    private static func label(_ field: String, _ call: Call) -> String {
        let name = field.split(separator: ".").last.map(String.init) ?? field
        let key = name.prefix { $0 != "[" }.reduce(into: "field_") { key, letter in
            key += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
        }
        guard let text = call.service.texts.find(key, call.language) else { return field }
        let line = field.split(separator: "[").dropFirst().first.flatMap { Int($0.prefix { $0 != "]" }) }
        return line.map { "\(text) (\($0 + 1))" } ?? text
    }
}

extension ErrorAnswers {
    /// The error as a page in the person's language.
    static func page(_ problem: Problem, _ call: Call) -> Answer {
        let page = ErrorPage(problem, call)
        guard let html = try? call.service.pages.render(page, template: "error", title: "error_title", call)
        else { return json(problem) }
        var answer = Answer.html(problem.status, html)
        answer.headers = retryAfter(problem)
        return answer
    }
}
