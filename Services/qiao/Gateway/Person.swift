import Foundation
import JSONSchema
import Kernel

/// Someone signed in.
final class Person: Sendable {
    let gateway: Gateway
    let id: String
    let name: String
    private let session: Session

    private init(_ gateway: Gateway, id: String, name: String, _ session: Session) {
        (self.gateway, self.id, self.name, self.session) = (gateway, id, name, session)
    }

    /// The access token of the moment.
    var token: String { get async { await session.token } }

    func get(_ path: String) async throws -> JSONValue { try await send("GET", path, nil, key: "") }
    @discardableResult
    func post(_ path: String, _ body: JSONValue = [:], key: String = UUID().uuidString) async throws -> JSONValue {
        try await send("POST", path, body, key: key)
    }
    @discardableResult
    func put(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        try await send("PUT", path, body, key: UUID().uuidString)
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue?, key: String) async throws -> JSONValue {
        let token = await session.token
        var answer = try await gateway.call(method, path, token: token, body: body, key: key)
        if answer.status == 401, try await session.renew(insteadOf: token, gateway) {
            answer = try await gateway.call(method, path, token: await session.token, body: body, key: key)
        }
        guard (200..<300).contains(answer.status) else {
            throw Refused(call: "\(method) \(path) as \(name)", status: answer.status, answer: answer.body)
        }
        return answer.body
    }

    /// Signs in at oa-service (staff) or at the portal (shoppers).
    static func signIn(_ gateway: Gateway, _ path: String, _ credentials: JSONValue) async throws -> Person {
        let answer = try await gateway.call("POST", path, token: nil, body: credentials)
        guard (200..<300).contains(answer.status), let session = Session(answer.body),
            let person = answer.body["person"], let id = person["id"]?.text
        else { throw Refused(call: "POST \(path)", status: answer.status, answer: answer.body) }
        return Person(gateway, id: id, name: person["name"]?.text ?? id, session)
    }

    static func administrator(_ gateway: Gateway) async throws -> Person {
        try await signIn(
            gateway, "/oa/api/sessions",
            [
                "login": .string(gateway.settings.administratorLogin),
                "password": .string(gateway.settings.administratorPassword),
            ])
    }
}

/// The two tokens of a session. Of many who find the access token ended one renews it, the others wait.
private actor Session {
    private(set) var token: String
    private var refreshToken: String
    private let isStaff: Bool
    private var renewing: Task<Bool, any Error>?

    init?(_ answer: JSONValue) {
        guard let token = answer["token"]?.text, let refresh = answer["refreshToken"]?.text else { return nil }
        (self.token, refreshToken) = (token, refresh)
        isStaff = answer["person"]?["kind"]?.text == "staff"
    }

    /// False when the session cannot be gone on with.
    func renew(insteadOf old: String, _ gateway: Gateway) async throws -> Bool {
        guard old == token else { return true }
        if let renewing { return try await renewing.value }
        let task = Task { try await ask(gateway) }
        renewing = task
        defer { renewing = nil }
        return try await task.value
    }

    private func ask(_ gateway: Gateway) async throws -> Bool {
        let path = isStaff ? "/oa/api/sessions/refresh" : "/api/shopper-sessions/refresh"
        let answer = try await gateway.call("POST", path, token: nil, body: ["refreshToken": .string(refreshToken)])
        guard answer.status == 201, let token = answer.body["token"]?.text,
            let refresh = answer.body["refreshToken"]?.text
        else { return false }
        (self.token, refreshToken) = (token, refresh)
        return true
    }
}
