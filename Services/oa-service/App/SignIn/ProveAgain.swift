import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// Who is signed in proves again who they are: by the password, or by a code of the authenticator app.
struct Proof: Codable, Sendable {
    var password: String?
    var code: String?
    /// Where a form goes afterwards.
    var back: String?

    private enum CodingKeys: String, CodingKey { case password, code, back = "_back" }
}

/// `POST me/proofs`
func proveAgain(_ input: Proof, _ call: Call) async throws -> Done {
    let person = try await ownself(call)
    let code = input.code.flatMap { $0.isEmpty ? nil : $0 }
    let password = input.password.flatMap { $0.isEmpty ? nil : $0 }
    guard code != nil || password != nil else {
        throw Problem.invalid(field: "password", "send the password, or a code of the authenticator app")
    }
    let attempt = try await SignInAttempt.begin(account(person.login), call)
    if let code {
        guard person.isEnrolled else {
            try await attempt.failed()
            throw Problem.wrongCode
        }
        try await check(code, of: person, attempt, call)
    } else if let password, try await !Password.verify(password, person.passwordHash) {
        try await attempt.failed()
        throw Problem.invalid(field: "password", "is not the current password")
    }
    try await attempt.succeeded()
    try await call.service.book().proved(call.signedIn().sessionID, call.database)
    return Done()
}

struct ProveView: Codable, Sendable {
    let then: String
    let isEnrolled: Bool
}

/// `/oa/prove`
func provePage(_ query: StepQuery, _ call: Call) async throws -> ProveView {
    ProveView(then: localPath(query.then), isEnrolled: try await ownself(call).isEnrolled)
}
