import Foundation
import JSONSchema

/// A member of staff signs in, as a person does: begins with an authenticator app when they must, types its code when they
/// are asked for one, and waits for the next when that one was used before.
struct StaffSignIn: Sendable {
    let gateway: Gateway
    let login: String
    let password: String
    /// The secret of their authenticator app.
    let secret: String?

    func play() async throws -> (body: JSONValue, codeUsed: Bool) {
        var code: String?
        for _ in 0..<8 {
            let answer = try await ask("/oa/api/sessions", code.map { ["code": .string($0)] } ?? [:])
            if (200..<300).contains(answer.status) { return (answer.body, code != nil) }
            let refused = Refused(call: "sign-in of \(login)", status: answer.status, answer: answer.body)
            guard let app = secret.flatMap({ AuthenticatorApp(secret: $0) }) else { throw refused }
            switch answer.body["type"]?.text {
            case "urn:qiao:problem:second-factor-needed": code = app.code()
            case "urn:qiao:problem:enrolment-needed":
                _ = try await ask("/oa/api/second-factor/enrolments", ["secret": .string(app.secret)])
                code = app.code()
            case "urn:qiao:problem:wrong-code":
                try await Task.sleep(for: app.untilNext())
                code = app.code()
            default: throw refused
            }
        }
        throw Unexpected("no code of \(login) was taken")
    }

    private func ask(_ path: String, _ more: [String: JSONValue]) async throws -> Gateway.Answer {
        let body = ["login": .string(login), "password": .string(password)].merging(more) { $1 }
        return try await gateway.call("POST", path, token: nil, body: .object(body))
    }
}
