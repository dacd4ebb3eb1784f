import Foundation
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

extension Office {
    /// A session of someone of the office; proving who one is takes its time on purpose and is tested by itself.
    func signIn(_ login: String) async throws -> SessionStarted {
        let id: UUID = try await database.one("select staff_id from staff where login = \(login)")
        let person = try await personOfStaff(id, database)
        return try await call(ben).startSession(try #require(person))
    }

    /// The session gone on with; nil when that is refused.
    func refresh(_ token: String) async throws -> SessionStarted? {
        let answer = await service.ask("POST", "/oa/api/sessions/refresh", body: #"{"refreshToken":"\#(token)"}"#)
        return answer.status == 201 ? try answer.json() : nil
    }

    func ask(_ method: String, _ path: String, _ token: String) async -> InProcessAnswer {
        await service.ask(method, path, headers: ["Authorization": "Bearer \(token)"])
    }

    func status(_ token: String) async -> Int { await ask("GET", "/oa/api/me", token).status }

    /// The kind of the problem that the holder of a token meets.
    func problem(_ token: String) async -> String? {
        struct Body: Decodable { let type: String }
        let type = try? await ask("GET", "/oa/api/me", token).json(as: Body.self).type
        return type?.replacing("urn:qiao:problem:", with: "")
    }
}

/// A browser: it keeps cookies, sends them where they belong, and follows what it is told to follow.
struct Browser {
    let office: Office
    var cookies: [String: String] = [:]
    private var paths: [String: String] = [:]
    /// Where it is.
    private(set) var path = ""

    init(_ office: Office) { self.office = office }

    mutating func signIn(_ login: String) async throws {
        let started = try await office.signIn(login)
        started.cookies(office.service.configuration).forEach { keep($0) }
    }

    /// Sends a request and follows redirections that keep the method (307), as forms do.
    mutating func send(
        _ method: String, _ target: String, form: String? = nil, origin: String = "http://127.0.0.1:8080"
    ) async -> InProcessAnswer {
        path = target
        for _ in 0..<5 {
            let answer = await office.service.ask(method, path, headers: headers(form, origin), body: form)
            for header in answer.headers where header.name == "Set-Cookie" { keep(header.value) }
            guard answer.status == 307, let location = answer.header("location") else { return answer }
            path = location
        }
        return InProcessAnswer(status: 508, headers: [], body: Data())
    }

    private func headers(_ form: String?, _ origin: String) -> [String: String] {
        let sent = cookies.filter { path.hasPrefix(paths[$0.key] ?? "/") }
        var headers = [
            "Accept": "text/html", "Cookie": sent.map { "\($0.key)=\($0.value)" }.joined(separator: "; "),
        ]
        if form != nil {
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = origin
        }
        return headers
    }

    private mutating func keep(_ cookie: String) {
        let parts = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts.first { $0.hasPrefix("Path=") }?.dropFirst(5).description ?? "/"
        if parts.contains("Max-Age=0") {
            if paths[pair[0]] == path { cookies[pair[0]] = nil }
        } else {
            (cookies[pair[0]], paths[pair[0]]) = (pair[1], path)
        }
    }
}
