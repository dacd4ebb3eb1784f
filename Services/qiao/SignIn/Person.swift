import Foundation
import JSONSchema
import Kernel

/// Someone signed in.
final class Person: Sendable {
    let gateway: Gateway
    let id: String
    let name: String
    private let session: Session
    /// Of staff: what is sensitive needs it again.
    private let password: String?

    private init(_ gateway: Gateway, id: String, name: String, _ session: Session, _ password: String?) {
        (self.gateway, self.id, self.name, self.session, self.password) = (gateway, id, name, session, password)
    }

    /// The access token of the moment.
    var token: String { get async { await session.token } }

    func get(_ path: String) async throws -> JSONValue { try await send("GET", path, Gateway.Content?.none, key: "") }
    @discardableResult
    func post(_ path: String, _ body: JSONValue = [:], key: String = UUID().uuidString) async throws -> JSONValue {
        try await send("POST", path, body, key: key)
    }
    @discardableResult
    func put(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        try await send("PUT", path, body, key: UUID().uuidString)
    }

    /// Sends a form with a file.
    func upload(_ path: String, _ fields: [String: String], file: (name: String, type: String, bytes: Data))
        async throws
    {
        let edge = "qiao-\(UUID().uuidString)"
        var body = Data()
        for (name, value) in fields {
            body += Data("--\(edge)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Data(
            """
            --\(edge)\r\nContent-Disposition: form-data; name="\(file.name)"; filename="\(file.name)"\r\n\
            Content-Type: \(file.type)\r\n\r\n
            """.utf8)
        body += file.bytes + Data("\r\n--\(edge)--\r\n".utf8)
        let form = Gateway.Content(type: "multipart/form-data; boundary=\(edge)", bytes: body)
        _ = try await send("POST", path, form, key: UUID().uuidString)
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue?, key: String) async throws -> JSONValue {
        let json = try body.map { Gateway.Content(type: "application/json", bytes: try WireJSON.encode($0)) }
        return try await send(method, path, json, key: key)
    }

    private func send(_ method: String, _ path: String, _ content: Gateway.Content?, key: String) async throws
        -> JSONValue
    {
        let token = await session.token
        var answer = try await gateway.call(method, path, token: token, content: content, key: key)
        if answer.status == 401, try await session.renew(insteadOf: token, gateway) {
            answer = try await gateway.call(method, path, token: await session.token, content: content, key: key)
        }
        if answer.body["type"]?.text == "urn:qiao:problem:proof-needed", let password {
            _ = try await post("/oa/api/me/proofs", ["password": .string(password)])
            answer = try await gateway.call(method, path, token: await session.token, content: content, key: key)
        }
        guard (200..<300).contains(answer.status) else {
            throw Refused(call: "\(method) \(path) as \(name)", status: answer.status, answer: answer.body)
        }
        return answer.body
    }

    /// Signs a shopper in, or registers one.
    static func signIn(_ gateway: Gateway, _ path: String, _ credentials: JSONValue) async throws -> Person {
        let answer = try await gateway.call("POST", path, token: nil, body: credentials)
        guard (200..<300).contains(answer.status) else {
            throw Refused(call: "POST \(path)", status: answer.status, answer: answer.body)
        }
        return try person(gateway, answer.body, kept: nil, password: nil)
    }

    /// Signs a member of staff in, with a code if one is asked for. Who needs a code goes on with the session of the
    /// command before, when that still stands: codes come twice a minute.
    static func staff(_ gateway: Gateway, _ login: String, _ password: String, code secret: String?) async throws
        -> Person
    {
        let kept = KeptSession(gateway.settings, login)
        if let saved = kept?.read(), let person = try? person(gateway, saved, kept: kept, password: password),
            (try? await person.get("/oa/api/me")) != nil
        {
            return person
        }
        let answer = try await StaffSignIn(gateway: gateway, login: login, password: password, secret: secret).play()
        let usedCode = answer.codeUsed
        if usedCode { kept?.write(answer.body) }
        return try person(gateway, answer.body, kept: usedCode ? kept : nil, password: password)
    }

    private static func person(
        _ gateway: Gateway, _ answer: JSONValue, kept: KeptSession?, password: String?
    ) throws -> Person {
        guard let session = Session(answer, kept), let person = answer["person"] else {
            throw Unexpected("the answer to the sign-in has no session: \(answer)")
        }
        let id = try person.string("id")
        return Person(gateway, id: id, name: person["name"]?.text ?? id, session, password)
    }

    static func administrator(_ gateway: Gateway) async throws -> Person {
        let settings = gateway.settings
        return try await staff(
            gateway, settings.administratorLogin, settings.administratorPassword, code: settings.administratorSecret)
    }
}

/// The two tokens of a session. Of many who find the access token ended one renews it, the others wait.
private actor Session {
    private(set) var token: String
    private var refreshToken: String
    private let answer: JSONValue
    private let kept: KeptSession?
    private var renewing: Task<Bool, any Error>?

    init?(_ answer: JSONValue, _ kept: KeptSession?) {
        guard let token = answer["token"]?.text, let refresh = answer["refreshToken"]?.text else { return nil }
        (self.token, refreshToken, self.answer, self.kept) = (token, refresh, answer, kept)
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
        // Another command may have renewed it meanwhile.
        if let other = kept?.read(), let token = other["token"]?.text, token != self.token { return take(other) }
        let isStaff = answer["person"]?["kind"]?.text == "staff"
        let path = isStaff ? "/oa/api/sessions/refresh" : "/api/shopper-sessions/refresh"
        let renewed = try await gateway.call("POST", path, token: nil, body: ["refreshToken": .string(refreshToken)])
        guard renewed.status == 201, take(renewed.body) else { return false }
        kept?.write(renewed.body)
        return true
    }

    private func take(_ answer: JSONValue) -> Bool {
        guard let token = answer["token"]?.text, let refresh = answer["refreshToken"]?.text else { return false }
        (self.token, refreshToken) = (token, refresh)
        return true
    }
}
