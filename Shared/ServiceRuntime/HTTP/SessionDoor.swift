import Foundation
import Messaging

/// Where browsers renew their session and end it, at the service that began it: the refresh cookie comes here and
/// nowhere else. Other services send the browser here and get it back, with the form it was sending.
struct SessionDoor: Sendable {
    let request: ReceivedRequest
    let context: ServiceContext

    /// The answer when the request is for the door of this service.
    func answer() async throws -> Answer? {
        guard context.sessionBook != nil, let issuer = Issuer(rawValue: context.name),
            request.path.hasPrefix(issuer.door)
        else { return nil }
        switch (request.method, request.path.dropFirst(issuer.door.count)) {
        case ("GET", "/refresh"), ("POST", "/refresh"): return try await refresh()
        case ("POST", "/sign-out"): return try await signOut()
        default: return nil
        }
    }

    /// Back to where the browser was on its way, with the method and the body it had (307, RFC 9110): signed in, or with
    /// the cookies taken away, so that it is asked to sign in there.
    private func refresh() async throws -> Answer {
        let then = try FormFields.parse(request.query)["then"]?.scalarText ?? "/"
        var answer = Answer(
            status: 307,
            headers: [("Location", FormDestination.isLocal(then) ? then : "/"), ("Cache-Control", "no-store")])
        let token = request.cookies[Cookies.refresh]
        if let token, let started = try await context.book().refresh(token, context) {
            add(started.cookies(context.configuration), to: &answer)
            // Who is refused in spite of it is not sent round in circles.
            add([Cookies.set(Cookies.renewed, "1", seconds: 5, context.configuration)], to: &answer)
        } else {
            add(SessionEnded().cookies(context.configuration), to: &answer)
        }
        return answer
    }

    private func signOut() async throws -> Answer {
        try CrossSite.check(request, publicURL: context.configuration.publicURL)
        let book = try context.book()
        if let token = request.cookies[Cookies.refresh] {
            try await context.transaction { tx in try await book.end(byRefreshToken: token, tx) }
        } else if let token = request.cookies[Cookies.session],
            let person = try await context.sessions.person(of: token), let session = person.sessionID
        {
            _ = try await context.transaction { tx in
                try await book.end(session, of: person.id, because: .signedOut, tx)
            }
        }
        var answer = Answer.redirect(to: "/")
        add(SessionEnded().cookies(context.configuration), to: &answer)
        return answer
    }

    private func add(_ cookies: [String], to answer: inout Answer) {
        answer.headers += cookies.map { ("Set-Cookie", $0) }
    }
}

/// A browser whose access token has ended, and that has the means to get another.
enum SessionRenewal {
    /// Where it is sent, when it waits for a page or follows one: to its issuer's door and back, with what it was sending.
    static func detour(_ request: ReceivedRequest, _ reading: SessionReading, _ route: Route) -> Answer? {
        guard reading.person == nil, request.isForm || route.isPage || route.isLive,
            request.header("authorization") == nil,
            request.cookies[Cookies.renewed] == nil,
            let issuer = request.cookies[Cookies.signedIn].flatMap({ Issuer(rawValue: $0) })
        else { return nil }
        let here = request.query.isEmpty ? request.path : "\(request.path)?\(request.query)"
        return Answer(
            status: 307,
            headers: [
                ("Location", "\(issuer.door)/refresh?then=\(urlEncoded(here, keepsSlashes: true))"),
                ("Cache-Control", "no-store"),
            ])
    }

    /// Whether it was there a moment ago and is not believed here all the same: the key is still on its way.
    static func wasInVain(_ request: ReceivedRequest, _ reading: SessionReading) -> Bool {
        reading.person == nil && request.cookies[Cookies.renewed] != nil && request.cookies[Cookies.signedIn] != nil
    }
}
